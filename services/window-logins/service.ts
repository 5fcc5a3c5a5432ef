/**
 * Logging in at the national window from a chat, by a browser on whatever device: it completes a person's identity, and
 * is a way in for somebody who is not known yet (N1, N2).
 *
 * The link binds to the chat that asked; the cookie of the browser that opened it binds that browser to the return.
 * Somebody may send their own link to another person, who would then log in for a chat that is not theirs. So the page
 * says whose chat it is for before anybody is sent on, only that page's own form leads on, and who was joined to a chat
 * is told in their other chats, by SMS and in the e-inbox, with a way to object.
 */
import type { Logger } from 'pino';
import type { Platform } from '../../config.ts';
import type { Account } from '../../models/account.ts';
import type { Models } from '../../models/models.ts';
import type { LoginOutcome } from '../../models/window-login.ts';
import type { Caller } from '../accounts/service.ts';
import type { Clock, Ids } from '../clock.ts';
import type { LearnFromWindow } from '../identity/by-window.ts';
import type { People } from '../people/service.ts';
import type { NationalWindow } from '../providers/identity/national-window.ts';
import { begin } from './begin.ts';
import { returned } from './returned.ts';
import { languageOf, look, start } from './start.ts';

/** The chat as its owner knows it. */
export interface ChatName {
  /** Their own name in the messenger, masked. */
  name: string;
  /** Leads back to it. */
  url: string;
}

/** What the page tells before anybody is sent on. */
export interface Joining {
  platform: Platform;
  language: Account['language'];
  /** As the messenger shows it, masked; empty for a chat whose owner shows none. */
  chatName: string;
  /** Of whom the chat is: their masked code. Null for a chat of nobody known, which will be that of who logs in. */
  maskedCode: string | null;
  expiresAt: Date;
}

export type Started =
  | { type: 'go'; url: string }
  /** Used, expired, or never given. */
  | { type: 'no-such-link' }
  | { type: 'unavailable' };

export type Returned = {
  /** `in-hand`: another load of this page is at it; `unknown`: forged, expired or replaced; `other-browser`: not the one that was sent. */
  outcome: LoginOutcome | 'in-hand' | 'unknown' | 'other-browser' | 'expired';
  language: Account['language'];
  /** Null when it is not for this browser to know. */
  chat: { platform: Platform; url: string | null } | null;
};

export interface WindowLogins {
  /** Whether logging in can be offered now; `absent`: no setting names a window. */
  stance(): Promise<'offered' | 'down' | 'absent'>;
  /** A link for this chat, good for ten minutes and one login. */
  begin(caller: Caller, chat: ChatName): Promise<{ url: string; expiresAt: Date }>;
  /** Whose chat a link is for; null when it is used, expired or none of ours. */
  look(token: string): Promise<Joining | null>;
  /** In which language to speak of a link, also of one that is used or over; null when it is none of ours. */
  languageOf(token: string): Promise<Account['language'] | null>;
  /** Sends a browser, known by the secret of its cookie, to the window. */
  start(token: string, browser: string): Promise<Started>;
  /** A browser came back. Loading the page again says the same again. */
  returned(parameters: URLSearchParams, browser: string | null): Promise<Returned>;
}

export interface WindowLoginsDeps {
  models: Models;
  people: Pick<People, 'known'>;
  clock: Clock;
  ids: Ids;
  log: Logger;
  window: NationalWindow | null;
  /** Where links begin; a token follows. */
  linkRoot: string;
  learn: LearnFromWindow;
  stance: WindowLogins['stance'];
}

export function createWindowLogins(deps: WindowLoginsDeps): WindowLogins {
  return {
    stance: deps.stance,
    begin: (caller, chat) => begin(deps, caller, chat),
    look: (token) => look(deps, token),
    languageOf: (token) => languageOf(deps, token),
    start: (token, browser) => start(deps, token, browser),
    returned: (parameters, browser) => returned(deps, parameters, browser),
  };
}
