/** Logging in at the national window: to complete a name, as a way in, and everything that comes of the wrong login. */
import { type LoginBrowser, loginBrowser, type SeenPage } from '../../test/support/login-browser.ts';
import type { Visitor } from '../visitor.ts';
import { eventually, type World } from '../world.ts';
import { toHome, toMobile } from './stages.ts';
import type { Walk } from './walk.ts';

export const NATIONAL_WINDOW: readonly Walk[] = [
  {
    name: 'a newcomer who cannot share a contact logs in at the national window',
    async run(visitor, world) {
      const browser = loginBrowser(world.sandbox.baseUrl);
      await toMobile(visitor);
      await visitor.presses('key-cannot-share');
      await visitor.stopsAt('other ways in', 'other-ways-in', 'button-window-login', 'button-resume');
      await visitor.presses('button-window-login');
      const link = await linkOf(visitor, 'national window: a link for a newcomer');
      const { text } = await browser.opens(link);
      visitor.reads(
        text,
        'page',
        ...['page-window-title', 'page-window-joining', 'page-window-go', 'page-window-note'],
      );
      await seesForgeries(visitor, browser, loginBrowser(world.sandbox.baseUrl), link);
      const { text: page } = await browser.logsInAtSandbox(link, visitor.person.nationalCode);
      const said = ['page-window-joined-title', 'page-window-joined-body', 'page-window-back'];
      visitor.reads(page, 'page', ...said);
      await visitor.stopsAt('national window: known', 'chat-window-login', 'course-question', 'key-enrol');
      const used = await browser.opens(link);
      visitor.reads(used.text, 'page', 'page-window-no-link-title', 'page-window-no-link-body');
    },
  },
  {
    name: 'a missing name is completed at the national window',
    async run(visitor, world, another) {
      const other = await another();
      await toHome(visitor);
      await world.isNameless(visitor.person);
      await visitor.says('/identity');
      await visitor.stopsAt('identity: the name is missing', 'identity-state', 'identity-mobile');
      await visitor.says('/start');
      await visitor.stopsAt('home: the name is missing', 'button-complete-identity');
      await visitor.presses('button-complete-identity');
      await seesOutcome(visitor, world, 'denied', (browser, link) => browser.logsInAtSandbox(link, null));
      await visitor.says('/identity');
      await visitor.presses('button-complete-identity');
      await seesOutcome(visitor, world, 'refused', async (browser, link) => {
        const state = stateOf(await browser.goesOn(link));
        return browser.returns(new URLSearchParams({ code: 'forged', state }));
      });
      await visitor.says('/identity');
      await visitor.presses('button-complete-identity');
      await seesOutcome(visitor, world, 'another-person', (browser, link) =>
        browser.logsInAtSandbox(link, other.person.nationalCode),
      );
      await visitor.stopsAt('national window: another person', 'chat-window-login', 'button-window-again');
      const links: string[] = [];
      for (const _chat of ['one link', 'and another']) {
        await visitor.says('/identity');
        await visitor.presses('button-complete-identity');
        links.push(await linkOf(visitor, 'national window: a link again'));
      }
      for (const [index, outcome] of ['completed', 'known'].entries()) {
        const browser = loginBrowser(world.sandbox.baseUrl);
        const { text } = await browser.logsInAtSandbox(String(links[index]), visitor.person.nationalCode);
        visitor.reads(text, 'page', `page-window-${outcome}-title`, `page-window-${outcome}-body`);
        await visitor.stopsAt(`national window: ${outcome}`, 'chat-window-login', 'button-home');
      }
      await visitor.says('/identity');
      await visitor.stopsAt('identity: complete', 'identity-state', 'identity-mobile', 'button-home');
    },
  },
  {
    name: 'a chat is added to a name by the national window, and objected to',
    async run(visitor, world) {
      await toHome(visitor);
      const there = visitor.onOtherMessenger();
      await toMobile(there);
      await there.presses('key-cannot-share');
      await there.sees('other-ways-in');
      await there.presses('button-window-login');
      const link = await linkOf(there, 'national window: a link on the other messenger');
      await loginBrowser(world.sandbox.baseUrl).logsInAtSandbox(link, visitor.person.nationalCode);
      await there.sees('chat-window-login', 'course-question');
      await visitor.stopsAt('notice: a new chat in my name', 'chat-account-joined', 'button-not-me');
      await visitor.presses('button-not-me');
      await visitor.stopsAt('it was not me', 'not-me-done', 'button-home');
      await visitor.presses('button-not-me');
      await visitor.stopsAt('it was not me: again', 'not-me-already', 'button-home');
      const sms = await eventually('the SMS', async () => (await visitor.person.sms())[0] ?? false);
      visitor.reads(sms.message, 'sms', 'sms-account-joined');
      const notice = await eventually('the notice', async () => (await visitor.person.inbox())[0] ?? false);
      visitor.reads(notice.title, 'inbox', 'karpooshe-account-joined-title');
      visitor.reads(notice.body, 'inbox', 'karpooshe-account-joined-body');
    },
  },
];

/** What a browser reads that comes between; nothing of it uses the link up. */
async function seesForgeries(
  visitor: Visitor,
  browser: LoginBrowser,
  stranger: LoginBrowser,
  link: string,
): Promise<void> {
  const withoutCookie = await stranger.posts(link, 'A'.repeat(22));
  visitor.reads(withoutCookie.text, 'page', 'page-window-no-cookie-title', 'page-window-no-cookie-body');
  const forged = await stranger.returns(new URLSearchParams({ code: 'forged', state: 'forged' }));
  // Of nobody's chat, so in nobody's language.
  if (visitor.language === 'fa')
    visitor.reads(forged.text, 'page', 'page-window-unknown-title', 'page-window-unknown-body');
  const state = stateOf(await browser.goesOn(link));
  const elsewhere = await stranger.returns(new URLSearchParams({ code: 'forged', state }));
  visitor.reads(elsewhere.text, 'page', 'page-window-other-browser-title', 'page-window-other-browser-body');
}

/** From the message with the link to the page that says what came of it. */
async function seesOutcome(
  visitor: Visitor,
  world: World,
  outcome: string,
  goes: (browser: LoginBrowser, link: string) => Promise<SeenPage>,
): Promise<void> {
  const link = await linkOf(visitor, 'national window: a link');
  const browser = loginBrowser(world.sandbox.baseUrl);
  visitor.reads((await browser.opens(link)).text, 'page', 'page-window-completing');
  const { text } = await goes(browser, link);
  visitor.reads(text, 'page', `page-window-${outcome}-title`, `page-window-${outcome}-body`);
}

const stateOf = ({ location }: SeenPage) => new URL(String(location)).searchParams.get('state') ?? '';

async function linkOf(visitor: Visitor, screen: string): Promise<string> {
  const { news } = await visitor.stopsAt(screen, 'window-link', 'button-window-open', 'button-home');
  const buttons = news.flatMap((message) => message.buttons?.flat() ?? []);
  const url = buttons.find((button) => button.url?.includes('/sso/go/'))?.url;
  if (!url) throw new Error('The message has no button with a link to log in');
  return url;
}
