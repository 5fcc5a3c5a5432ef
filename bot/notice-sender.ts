/**
 * How a notice reaches the chats of a person: sent to each that can be reached, except the one that has shown it. A
 * form that waited for what the notice tells (a paid top-up) goes on in the chat where it waits.
 */
import { type Api, GrammyError } from 'grammy';
import type { Platform } from '../config.ts';
import type { Account } from '../models/account.ts';
import type { Notification } from '../models/notification.ts';
import type { Person } from '../models/person.ts';
import type { Sender, SendOutcome } from '../services/notifications/deliver.ts';
import { textParams } from '../services/notifications/senders.ts';
import { tap } from './callback-data.ts';
import { createChat } from './chat.ts';
import { resume } from './conversations/engine.ts';
import type { IdentifyDeps } from './middleware/identify.ts';
import type { View } from './view.ts';
import type { Visit } from './visit.ts';

export interface NoticeSenderDeps extends Omit<IdentifyDeps, 'platform'> {
  /** The Bot API of each messenger that this process can write to. */
  apis: ReadonlyMap<Platform, Api>;
}

export function createNoticeSender(deps: NoticeSenderDeps): Sender {
  return async (notice, person) => {
    const accounts = await recipients(deps, notice, person);
    if (accounts.length === 0)
      return { type: 'skipped', reason: notice.shownIn ? 'not-for-this-channel' : 'no-chat' };
    const results = await Promise.all(accounts.map((account) => sendTo(deps, notice, person, account)));
    return (
      results.find((result) => result.type === 'sent') ?? results[0] ?? { type: 'skipped', reason: 'no-chat' }
    );
  };
}

async function recipients(deps: NoticeSenderDeps, notice: Notification, person: Person): Promise<Account[]> {
  const accounts = await deps.services.accounts.ofPerson(person._id);
  return accounts.filter((account) =>
    notice.account
      ? account._id.equals(notice.account)
      : !(notice.shownIn && account._id.equals(notice.shownIn)),
  );
}

async function sendTo(
  deps: NoticeSenderDeps,
  notice: Notification,
  person: Person,
  account: Account,
): Promise<SendOutcome> {
  const api = deps.apis.get(account.platform);
  if (!api) return { type: 'skipped', reason: 'no-chat' };
  const visit: Visit = {
    ...deps,
    caller: { account, person },
    texts: deps.texts[account.language],
    chat: createChat(api, { chatId: account.chatId }),
    updateKey: null,
  };
  try {
    await visit.chat.show(noticeView(visit, notice));
    // The draft that waited may have ended or changed meanwhile; what is open now is shown, if anything is.
    if (notice.resumeDraft && (await deps.services.drafts.byId(notice.resumeDraft))) await resume(visit);
    return { type: 'sent' };
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 403) throw error;
    await deps.services.accounts.setReachable(account, false);
    return { type: 'skipped', reason: 'blocked' };
  }
}

function noticeView({ texts }: Visit, notice: Notification): View {
  const text = texts.chat(`chat-${notice.event}`, textParams(notice));
  if (notice.resumeDraft) return { text };
  return { text, buttons: [[{ text: texts.plain('button-home'), data: tap.home.pack() }]] };
}
