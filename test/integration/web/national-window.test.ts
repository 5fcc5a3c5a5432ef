/** The way from a chat's link to the national window and back, and everybody who would like to abuse it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Account } from '../../../models/account.ts';
import type { Caller } from '../../../services/accounts/service.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { createWeb } from '../../../web/create-web.ts';
import { type LoginBrowser, loginBrowser } from '../../support/login-browser.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const CHAT = { name: 'سارا ا…', url: 'https://ble.ir/karamooz_bot' };
const MINUTE_MS = 60_000;

let world: World;
let web: FastifyInstance;
let address: string;
beforeAll(async () => {
  world = await createWorld();
  // The database itself drops what is over by its own clock.
  world.advance(Date.now() - world.clock().getTime());
  web = createWeb({ ...world, texts: loadTexts(), log: silentLog, readiness: {} });
  address = await web.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await web.close();
  await world.close();
});

let browser: LoginBrowser;
beforeEach(() => {
  browser = loginBrowser(address);
});
afterEach(() => {
  world.window.down = false;
  world.registers.registryDown = false;
});

const link = async (caller: Caller) => (await world.windowLogins.begin(caller, CHAT)).url;
const told = (nationalCode: string) => ({ nationalCode, firstName: 'سارا', lastName: 'نیک‌اندیش' });
const personOf = ({ person }: Trainee) => world.identity.byId(person._id);
const noticesOf = (person: Trainee['person']) =>
  world.models.Notification.find({ person: person._id }).sort({ _id: 1 }).lean();
const events = async (person: Trainee['person']) => (await noticesOf(person)).map(({ event }) => event);

/** Somebody whose name is still to come. */
async function pending(): Promise<Trainee> {
  world.registers.registryDown = true;
  const trainee = await world.trainee();
  world.registers.registryDown = false;
  expect(trainee.person.identity).toBe('pending');
  return trainee;
}

/** A chat of nobody known. */
async function newcomer(): Promise<Caller & { account: Account }> {
  return { account: await world.account('bale'), person: null };
}

describe('completing an identity', () => {
  test('fills in what the window tells, once, and says so on the page and in the chat', async () => {
    const sara = await pending();
    const identity = {
      ...told(sara.person.nationalCode),
      gender: 'woman' as const,
      birthDate: new Date('2001-05-04T12:00:00Z'),
    };
    const page = await browser.logsIn(await link(sara), world.window, identity);
    expect(page.status).toBe(200);
    expect(page.text).toContain('هویت شما کامل شد');
    expect(page.html).toContain(`href="${CHAT.url}"`);
    expect(await personOf(sara)).toMatchObject({
      firstName: 'سارا',
      lastName: 'نیک‌اندیش',
      nameSource: 'national-window',
      identity: 'verified',
      gender: 'woman',
      birthDate: identity.birthDate,
    });
    expect(await events(sara.person)).toEqual(['window-login', 'identity-completed']);
    const [login, completed] = await noticesOf(sara.person);
    expect(login).toMatchObject({ account: sara.account._id, params: { outcome: 'completed' } });
    // The chat that asked has a notice of its own.
    expect(completed?.shownIn).toEqual(sara.account._id);
  });

  test('before the registry makes the backfill a no-op, and after it the login', async () => {
    const [early, late] = [await pending(), await pending()];
    await browser.logsIn(await link(early), world.window, told(early.person.nationalCode));
    await world.identity.backfill();
    await browser.logsIn(await link(late), world.window, told(late.person.nationalCode));
    expect((await personOf(early))?.firstName).toBe('سارا');
    expect(await personOf(late)).toMatchObject({ firstName: 'مریم', identity: 'verified' });
    for (const { person } of [early, late]) {
      expect((await events(person)).filter((event) => event === 'identity-completed')).toHaveLength(1);
    }
    expect((await noticesOf(late.person)).at(-1)?.params.outcome).toBe('known');
  });

  test('overwrites no name that staff have written down', async () => {
    const sara = await pending();
    const byStaff = { firstName: 'ساره', lastName: 'نیک', nameSource: 'staff' };
    await world.models.Person.updateOne({ _id: sara.person._id }, byStaff);
    await browser.logsIn(await link(sara), world.window, told(sara.person.nationalCode));
    expect(await personOf(sara)).toMatchObject({ ...byStaff, identity: 'verified' });
  });

  test('lets in again whom the registry did not know, when the window does', async () => {
    const sara = await pending();
    await world.models.Person.updateOne({ _id: sara.person._id }, { identity: 'rejected' });
    await browser.logsIn(await link(sara), world.window, told(sara.person.nationalCode));
    expect(await personOf(sara)).toMatchObject({ identity: 'verified', firstName: 'سارا' });
  });

  test('without a name in the claims leaves the registry to be asked, and changes no number', async () => {
    const sara = await pending();
    const { nationalCode, mobile } = sara.person;
    await browser.logsIn(await link(sara), world.window, { nationalCode, mobile: '09129999999' });
    const after = await personOf(sara);
    expect(after).toMatchObject({ identity: 'pending', mobile });
  });
});

describe('as a way in', () => {
  test('makes the chat that of who logs in, with the number that the window has proven', async () => {
    const caller = await newcomer();
    const who = world.stranger();
    const identity = { ...told(who.nationalCode), mobile: who.mobile };
    const page = await browser.logsIn(await link(caller), world.window, identity);
    expect(page.text).toContain('حالا شما را می‌شناسیم');
    const account = await world.accounts.byId(caller.account._id);
    const person = account?.person && (await world.identity.byId(account.person));
    expect(person).toMatchObject({
      nationalCode: who.nationalCode,
      identity: 'verified',
      mobile: who.mobile,
      mobileState: 'verified',
    });
  });

  test('to a person who is known already tells them in their other chats, by SMS and in the e-inbox', async () => {
    const owner = await world.trainee();
    const caller = await newcomer();
    await browser.logsIn(await link(caller), world.window, told(owner.person.nationalCode));
    expect((await world.accounts.byId(caller.account._id))?.person).toEqual(owner.person._id);
    const joined = (await noticesOf(owner.person)).find(({ event }) => event === 'account-joined');
    expect(joined).toMatchObject({
      params: { platform: 'bale', account: caller.account._id.toHexString() },
      sms: { state: 'pending' },
      karpooshe: { state: 'pending' },
      chat: { state: 'pending' },
      shownIn: caller.account._id,
    });
  });

  test('can be objected to: the chat is nobody’s again, and staff have a case', async () => {
    const owner = await world.trainee();
    const caller = await newcomer();
    await browser.logsIn(await link(caller), world.window, told(owner.person.nationalCode));
    const objection = { by: owner.person, from: owner.account._id, account: caller.account._id };
    // Not from the chat itself, and not by somebody else.
    const itself = { ...objection, from: caller.account._id };
    expect(await world.identity.disown(itself)).toEqual({ type: 'not-theirs' });
    const stranger = await world.trainee();
    expect(await world.identity.disown({ ...objection, by: stranger.person })).toEqual({
      type: 'not-theirs',
    });
    expect(await world.identity.disown(objection)).toEqual({ type: 'disowned' });
    expect(await world.identity.disown(objection)).toEqual({ type: 'not-theirs' });
    expect((await world.accounts.byId(caller.account._id))?.person).toBeUndefined();
    const cases = await world.models.StaffCase.find({ person: owner.person._id }).lean();
    expect(cases.map(({ kind }) => kind)).toEqual(['code-taken']);
  });
});

describe('whose chat it is', () => {
  test('is said before anybody is sent on, and who got the link from somebody is warned', async () => {
    const page = await browser.opens(await link(await newcomer()));
    expect(page.text).toMatch(/گفت‌وگوی .?بله.? «.?سارا ا….?» به نام شما می‌شود/);
    expect(page.text).toContain('اگر این لینک را کس دیگری برایتان فرستاده است، صفحه را ببندید');
    expect(page.html).not.toMatch(/<script|<img|<link/);
  });

  test('of somebody known is said by their masked code alone', async () => {
    const sara = await pending();
    const page = await browser.opens(await link(sara));
    expect(page.text).not.toContain(sara.person.nationalCode);
    expect(page.text).toMatch(/۱۰۰\*{4}/);
  });

  test('a form of another site leads nowhere: it brings no cookie and does not know the page’s own field', async () => {
    const url = await link(await newcomer());
    expect((await browser.posts(url, 'A'.repeat(22))).status).toBe(400);
    await browser.opens(url);
    const page = await browser.posts(url, 'A'.repeat(22));
    expect(page).toMatchObject({ status: 400, location: null });
    expect(
      await world.models.WindowLogin.countDocuments({ stateHash: { $exists: true }, consumedAt: null }),
    ).toBe(0);
  });
});

describe('nothing is changed', () => {
  async function unchanged(sara: Trainee): Promise<void> {
    expect(await personOf(sara)).toMatchObject({ identity: 'pending' });
    expect((await personOf(sara))?.firstName).toBeUndefined();
  }

  test('when somebody else logs in for the chat of a known person, who is told', async () => {
    const sara = await pending();
    const other = world.stranger();
    const page = await browser.logsIn(await link(sara), world.window, told(other.nationalCode));
    expect(page.status).toBe(403);
    expect(page.text).toContain('این حساب مال شخص دیگری است');
    await unchanged(sara);
    expect(await world.people.byCode(other.nationalCode)).toBeNull();
    const [notice] = await noticesOf(sara.person);
    expect(notice).toMatchObject({ event: 'window-login', params: { outcome: 'another-person', name: '' } });
  });

  test.each<[string, (good: URLSearchParams) => Record<string, string>, number]>([
    ['without state', (good) => ({ code: String(good.get('code')) }), 404],
    ['with a forged state', (good) => ({ code: String(good.get('code')), state: 'forged' }), 404],
    ['with a forged code', (good) => ({ code: 'forged', state: String(good.get('state')) }), 403],
    ['with an endless state', () => ({ code: 'c', state: 's'.repeat(5_000) }), 404],
  ])('by a return %s', async (_how, forge, status) => {
    const sara = await pending();
    const { location } = await browser.goesOn(await link(sara));
    const good = world.window.logsIn(String(location), told(sara.person.nationalCode));
    const page = await browser.returns(new URLSearchParams(forge(good)));
    expect(page.status).toBe(status);
    await unchanged(sara);
  });

  test('when a return is brought by another browser than was sent, which uses nothing up', async () => {
    const sara = await pending();
    const { location } = await browser.goesOn(await link(sara));
    const good = world.window.logsIn(String(location), told(sara.person.nationalCode));
    const page = await loginBrowser(address).returns(good);
    expect(page.status).toBe(403);
    expect(page.html).not.toContain(CHAT.url);
    await unchanged(sara);
    expect((await browser.returns(good)).status).toBe(200);
  });

  test('when the returns of two logins of one browser are swapped', async () => {
    const [sara, mina] = [await pending(), await pending()];
    const [ofSara, ofMina] = [await link(sara), await link(mina)];
    const first = await browser.goesOn(ofSara);
    const second = await browser.goesOn(ofMina);
    const good = world.window.logsIn(String(first.location), told(sara.person.nationalCode));
    const other = new URL(String(second.location)).searchParams.get('state');
    const swapped = new URLSearchParams({ code: String(good.get('code')), state: String(other) });
    expect((await browser.returns(swapped)).status).toBe(403);
    await unchanged(sara);
    await unchanged(mina);
  });

  test('after the link, or the login, has expired', async () => {
    const sara = await pending();
    const url = await link(sara);
    const { location } = await browser.goesOn(url);
    const good = world.window.logsIn(String(location), told(sara.person.nationalCode));
    world.advance(11 * MINUTE_MS);
    expect((await browser.returns(good)).status).toBe(410);
    expect((await browser.opens(url)).status).toBe(404);
    await unchanged(sara);
  });

  test('when the person says no at the window, or it does not answer', async () => {
    const sara = await pending();
    const { location } = await browser.goesOn(await link(sara));
    const state = String(new URL(String(location)).searchParams.get('state'));
    const denied = await browser.returns(new URLSearchParams({ error: 'access_denied', state }));
    expect(denied.text).toContain('انصراف دادید و چیزی تغییر نکرد');

    const again = await browser.goesOn(await link(sara));
    const good = world.window.logsIn(String(again.location), told(sara.person.nationalCode));
    world.window.down = true;
    expect((await browser.returns(good)).status).toBe(503);
    expect((await browser.goesOn(await link(sara))).status).toBe(503);
    await unchanged(sara);
  });

  test('for a chat that has become somebody else’s since the link was given', async () => {
    const caller = await newcomer();
    const url = await link(caller);
    const owner = await world.proven(caller.account, world.stranger());
    const page = await browser.logsIn(url, world.window, told(world.stranger().nationalCode));
    expect(page.status).toBe(403);
    expect((await world.accounts.byId(caller.account._id))?.person).toEqual(owner.person._id);
  });
});

test('a fault of ours is said as one, and that the chat tells what came of it', async () => {
  const failing = createWeb({
    ...world,
    windowLogins: {
      ...world.windowLogins,
      returned: () => Promise.reject(new Error('the database is away')),
    },
    texts: loadTexts(),
    log: silentLog,
    readiness: {},
  });
  const there = loginBrowser(await failing.listen({ host: '127.0.0.1', port: 0 }));
  const page = await there.returns(new URLSearchParams({ state: 's', code: 'c' }));
  await failing.close();
  expect(page.status).toBe(500);
  expect(page.text).toContain('مشکلی از سمت ما پیش آمد');
});

describe('once is once', () => {
  test('a page that is loaded again says the same, and nothing happens twice', async () => {
    const sara = await pending();
    const { location } = await browser.goesOn(await link(sara));
    const good = world.window.logsIn(String(location), told(sara.person.nationalCode));
    const before = world.window.exchanges;
    const first = await browser.returns(good);
    expect((await browser.returns(good)).text).toBe(first.text);
    expect(world.window.exchanges - before).toBe(1);
    expect(await events(sara.person)).toHaveLength(2);
  });

  test('who loads the page while the window is still asked is told to wait', async () => {
    const sara = await pending();
    const { location } = await browser.goesOn(await link(sara));
    const good = world.window.logsIn(String(location), told(sara.person.nationalCode));
    let early: string | undefined;
    world.window.beforeAnswer = async () => {
      early = (await browser.returns(good)).text;
    };
    expect((await browser.returns(good)).text).toContain('هویت شما کامل شد');
    expect(early).toContain('ورود شما در حال بررسی است');
  });

  test('of many returns at once one goes on', async () => {
    const sara = await pending();
    const { location } = await browser.goesOn(await link(sara));
    const good = world.window.logsIn(String(location), told(sara.person.nationalCode));
    const before = world.window.exchanges;
    const pages = await Promise.all(Array.from({ length: 8 }, () => browser.returns(good)));
    expect(world.window.exchanges - before).toBe(1);
    expect(pages.every(({ status }) => status === 200)).toBe(true);
    expect(await events(sara.person)).toHaveLength(2);
  });

  test('a link that was used opens nothing, and one that is begun again forgets its first beginning', async () => {
    const sara = await pending();
    const url = await link(sara);
    const first = await browser.goesOn(url);
    const second = await browser.goesOn(url);
    const stale = world.window.logsIn(String(first.location), told(sara.person.nationalCode));
    expect((await browser.returns(stale)).status).toBe(404);
    const good = world.window.logsIn(String(second.location), told(sara.person.nationalCode));
    expect((await browser.returns(good)).status).toBe(200);
    expect((await browser.opens(url)).status).toBe(404);
  });

  test('of a link that is used, over or opened without its cookie the page speaks the language of its chat', async () => {
    const sara = await pending();
    await world.models.Account.updateOne({ _id: sara.account._id }, { language: 'en' });
    const url = await link(sara);
    expect((await browser.posts(url, 'A'.repeat(22))).text).toContain('cookie');
    await browser.logsIn(url, world.window, told(sara.person.nationalCode));
    expect((await browser.opens(url)).text).toContain('This link no longer works');
    const late = await link(sara);
    world.advance(11 * MINUTE_MS);
    expect((await browser.opens(late)).text).toContain('This link no longer works');
    expect((await browser.opens(`${late}A`)).text).toContain('این لینک دیگر کار نمی‌کند');
  });
});
