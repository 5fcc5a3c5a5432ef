/** Logging in at the national window, as the chat tells of it: the link, what came of it, and where the form goes on. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { randomIds } from '../../../services/clock.ts';
import type { WindowIdentity } from '../../../services/providers/identity/national-window-claims.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { type ChatByHand, chatByHand } from '../../support/chat-by-hand.ts';
import { createDeliveries } from '../../support/deliveries.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
let deliverNotices: () => Promise<void>;
beforeAll(async () => {
  world = await createWorld();
  // The database itself drops logins that are over by its own clock.
  world.advance(Date.now() - world.clock().getTime());
  bot = await startBotByHand(world, { platform: 'bale' });
  const { toChats: sender } = bot;
  const deliveries = createDeliveries(world);
  deliverNotices = () => deliveries.deliverWoken(sender);
});
afterEach(() => {
  world.window.stance = 'offered';
});
afterAll(async () => {
  await bot.close();
  await world.close();
});

const stranger = async () => chatByHand(bot, (await world.account('bale')).platformUserId);

async function known(who = world.stranger()): Promise<ChatByHand> {
  const { account } = await world.proven(await world.account('bale'), who);
  return chatByHand(bot, account.platformUserId);
}

const shown = (chat: ChatByHand) =>
  chat
    .all()
    .map(({ text }) => text)
    .join('\n');

/** Follows the newest link of this chat in a browser, logs in there as this person, and comes back. */
async function logsIn(chat: ChatByHand, identity: WindowIdentity): Promise<string> {
  const browser = randomIds.operation();
  const started = await world.windowLogins.start(tokenIn(chat), browser);
  if (started.type !== 'go') throw new Error(`The link leads nowhere: ${started.type}`);
  const { outcome } = await world.windowLogins.returned(world.window.logsIn(started.url, identity), browser);
  await deliverNotices();
  return outcome;
}

function tokenIn(chat: ChatByHand): string {
  const links = chat.all().flatMap(({ buttons }) => buttons.flatMap((button) => linkOf(button)));
  return links.at(-1) ?? '';
}

const linkOf = ({ url = '' }: { url?: string }) =>
  url.includes('/sso/go/') ? [url.split('/').at(-1) ?? ''] : [];

test('scenario 5: a newcomer who cannot share a contact logs in, and is at the card of the course that they came for', async () => {
  const { code, title } = await world.course({ title: 'خیاطی' });
  const chat = await stranger();
  await chat.sends(`/start course_${code}`);
  expect(chat.last().keys).toContain('🤷 نمی‌توانم شماره‌ام را بفرستم');
  await chat.sends('🤷 نمی‌توانم شماره‌ام را بفرستم');
  await chat.presses('ورود با پنجره ملی');
  expect(chat.last().text).toContain('این لینک فقط برای شماست');
  const who = { ...world.stranger(), firstName: 'سارا', lastName: 'نیک‌اندیش' };
  expect(await logsIn(chat, who)).toBe('joined');
  const [told, card] = chat.all().slice(-2);
  expect(told?.text).toContain('از این پس شما را در این گفت‌وگو می‌شناسیم');
  expect(told?.keys).toContain('💳 کیف پول');
  expect(card?.text).toContain(title);
  expect(card?.text).not.toContain('شمارهٔ موبایل');
});

test('scenario 5: whose name is missing completes it beside an open form, and goes on with the form', async () => {
  const { code, title } = await world.course({ title: 'جوشکاری' });
  world.registers.registryDown = true;
  const who = world.stranger();
  const chat = await known(who);
  world.registers.registryDown = false;
  await chat.sends(`/start course_${code}`);
  await chat.sends('/identity');
  await chat.presses('کامل کردن هویت');
  const identity = { nationalCode: who.nationalCode, firstName: 'سارا', lastName: 'نیک‌اندیش' };
  expect(await logsIn(chat, identity)).toBe('completed');
  const [told, card] = chat.all().slice(-2);
  expect(told?.text).toContain('هویت شما با پنجره ملی کامل شد');
  expect(card?.text).toContain(title);
});

test('somebody else’s login is told where the link was asked for, with a new try', async () => {
  world.registers.registryDown = true;
  const chat = await known();
  world.registers.registryDown = false;
  await chat.sends('/identity');
  await chat.presses('کامل کردن هویت');
  expect(await logsIn(chat, world.stranger())).toBe('another-person');
  expect(chat.last().text).toContain('کسی با کد ملی دیگری در پنجره ملی وارد شد');
  await chat.presses('ورود دوباره');
  expect(chat.last().text).toContain('این لینک فقط برای شماست');
});

test('while the window is down there is no link, and a look whether it is back', async () => {
  const chat = await stranger();
  await chat.sends('/identity');
  world.window.stance = 'down';
  await chat.presses('ورود با پنجره ملی');
  expect(chat.last().text).toContain('پنجره ملی الان پاسخ نمی‌دهد');
  world.window.stance = 'offered';
  await chat.presses('بررسی دوباره');
  expect(chat.last().text).toContain('این لینک فقط برای شماست');
});

test('where no window is there, nobody is offered one, and an old button says so', async () => {
  const chat = await stranger();
  await chat.sends('/identity');
  world.window.stance = 'absent';
  await chat.presses('ورود با پنجره ملی');
  expect(chat.last().text).toContain('ورود با پنجره ملی در این سامانه فعال نیست');
  await chat.sends('/identity');
  expect(chat.last().text).toContain('با کارت ملی به نزدیک‌ترین مرکز');
  expect(chat.last().buttons.map(({ text }) => text)).not.toContain('🏛 ورود با پنجره ملی');
});

test('who is told of a new chat in their name takes it away by a button, once', async () => {
  const who = world.stranger();
  const owner = await known(who);
  const other = await stranger();
  await other.sends('/identity');
  await other.presses('ورود با پنجره ملی');
  await logsIn(other, who);
  expect(owner.last().text).toContain('یک گفت‌وگوی تازه در بله');
  expect(shown(other)).not.toContain('یک گفت‌وگوی تازه در بله');
  await owner.presses('من نبودم');
  expect(owner.last().text).toContain('آن گفت‌وگو از شما جدا شد');
  await owner.presses('من نبودم');
  expect(owner.last().text).toContain('دیگر به نام شما نیست');
  await other.sends('/start');
  expect(other.last().text).toContain('شمارهٔ موبایل');
});
