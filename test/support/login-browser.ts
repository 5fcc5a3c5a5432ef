/** A browser that follows a chat's link to the national window and comes back: it keeps one cookie and presses forms. */

import { readable } from '../../gallery/world.ts';
import type { WindowIdentity } from '../../services/providers/identity/national-window-claims.ts';
import type { WindowByHand } from './window-by-hand.ts';

export interface SeenPage {
  status: number;
  text: string;
  html: string;
  /** Where it sends the browser. */
  location: string | null;
}

export type LoginBrowser = ReturnType<typeof loginBrowser>;

let browsers = 0;

/** Each is somewhere else in the world, for a proxy that is told so: pages are limited for each address. */
function ownAddress(): string {
  browsers += 1;
  return `198.18.${(browsers >> 8) % 256}.${browsers % 256}`;
}

/** `web`: where the pages are really served; links name another address. */
export function loginBrowser(web: string) {
  let cookie: string | null = null;
  const comesFrom = { 'x-forwarded-for': ownAddress() };

  async function load(path: string, init: RequestInit = {}): Promise<SeenPage> {
    const headers = { ...comesFrom, ...(cookie === null ? {} : { cookie }), ...init.headers };
    const answer = await fetch(`${web}${path}`, { ...init, headers, redirect: 'manual' });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const html = await answer.text();
    const location = answer.headers.get('location');
    return { status: answer.status, text: readable(html), html, location };
  }

  const pathOf = (link: string) => new URL(link).pathname;
  const browser = {
    opens: (link: string) => load(pathOf(link)),
    /** Presses the button of the page that the link has opened. */
    async goesOn(link: string): Promise<SeenPage> {
      const { html } = await browser.opens(link);
      const field = /name="browser" value="([^"]*)"/.exec(html)?.[1] ?? '';
      return browser.posts(link, field);
    },
    posts: (link: string, field: string) =>
      load(pathOf(link), { method: 'POST', body: new URLSearchParams({ browser: field }) }),
    returns: (parameters: URLSearchParams) => load(`/sso/return?${parameters}`),
    /** All the way: opens, goes on, logs in, comes back. */
    async logsIn(link: string, window: WindowByHand, identity: WindowIdentity): Promise<SeenPage> {
      const { location } = await browser.goesOn(link);
      return browser.returns(window.logsIn(String(location), identity));
    },
    /** The same at the sandbox's window: as the person of this code, or, with null, saying no there. */
    async logsInAtSandbox(link: string, nationalCode: string | null): Promise<SeenPage> {
      const { location } = await browser.goesOn(link);
      const choice =
        nationalCode === null ? { decision: 'deny' } : { decision: 'allow', typedCode: nationalCode };
      const body = new URLSearchParams(choice);
      const answer = await fetch(String(location), { method: 'POST', body, redirect: 'manual' });
      return browser.returns(new URL(String(answer.headers.get('location'))).searchParams);
    },
  };
  return browser;
}
