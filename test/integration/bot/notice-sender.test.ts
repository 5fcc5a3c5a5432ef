/** How a notice reaches the chats of a person. The messengers are Bot API clients that answer from this file. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Api } from 'grammy';
import type { Types } from 'mongoose';
import { FORMS } from '../../../bot/conversations/forms.ts';
import { createNoticeSender } from '../../../bot/notice-sender.ts';
import type { Account } from '../../../models/account.ts';
import { randomIds } from '../../../services/clock.ts';
import { type DeliverDeps, deliver } from '../../../services/notifications/deliver.ts';
import { SHOWN_WITHIN_MS } from '../../../services/notifications/rules.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { silentLog } from '../../support/silent-log.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../support/world.ts';

const texts = loadTexts();
let world: World;
let deps: DeliverDeps;
/** Chats that the messenger refuses to write to, with its error. */
const refusals = new Map<string, { error_code: number; description: string }>();
const shown: { chat: string; text: string }[] = [];

beforeAll(async () => {
  world = await createWorld();
  const { clock, models, people } = world;
  const chat = senderOf(['telegram', 'bale']);
  const never = async () => ({ type: 'retry' as const });
  deps = { models, people, clock, senders: { chat, sms: never, karpooshe: never } };
});
beforeEach(() => {
  refusals.clear();
  shown.length = 0;
});
afterAll(() => world.close());

/** As a process has it that knows the tokens of these messengers. */
function senderOf(platforms: ('telegram' | 'bale')[]) {
  const apis = new Map(platforms.map((platform) => [platform, messenger()]));
  return createNoticeSender({
    ...{ apis, clock: world.clock, services: world, forms: FORMS, texts, ids: randomIds, log: silentLog },
  });
}

function messenger(): Api {
  const api = new Api('1:token');
  api.config.use(async (_call, _method, payload) => {
    const { chat_id, text } = payload as { chat_id: string; text: string };
    const refusal = refusals.get(chat_id);
    if (refusal) return { ok: false, ...refusal };
    shown.push({ chat: chat_id, text });
    return { ok: true, result: true as never };
  });
  return api;
}

/** Somebody who enrolled in the first of their chats. */
async function enrolledIn(platforms: ('telegram' | 'bale')[]) {
  const who = world.stranger();
  const chats: Trainee[] = [];
  for (const platform of platforms) chats.push(await world.proven(await world.account(platform), who));
  const [first] = chats;
  if (!first) throw new Error('Name at least one messenger');
  await world.charge(first, COURSE.feeRials);
  await world.enrolments.enrol(await world.card(first, await world.course()));
  const notice = await world.models.Notification.findOne({
    person: first.person._id,
    event: 'enrolled',
  }).orFail();
  return { notice: notice._id, key: notice.dedupeKey, accounts: chats.map(({ account }) => account) };
}

/** The same, and the receipt is on screen in the first chat. */
async function shownIn(platforms: ('telegram' | 'bale')[]) {
  const enrolled = await enrolledIn(platforms);
  const [first] = enrolled.accounts;
  if (first) await world.notifications.shown(enrolled.key, first._id);
  return enrolled;
}

const chatOf = async (notice: Types.ObjectId) =>
  (await world.models.Notification.findById(notice).orFail()).chat;
const chatsShown = () => shown.map(({ chat }) => chat).sort();
const idsOf = (...accounts: (Account | undefined)[]) => accounts.map((account) => account?.chatId).sort();

test('every chat hears of it but the one that has shown it', async () => {
  const { notice, accounts } = await shownIn(['telegram', 'bale', 'telegram']);
  await deliver(deps, notice, 'chat');
  expect(chatsShown()).toEqual(idsOf(accounts[1], accounts[2]));
  expect(await chatOf(notice)).toMatchObject({ state: 'sent' });
});

test('where the only chat has shown it there is nothing to send, and the record says so', async () => {
  const { notice } = await shownIn(['telegram']);
  await deliver(deps, notice, 'chat');
  expect(shown).toEqual([]);
  expect(await chatOf(notice)).toMatchObject({ state: 'skipped', reason: 'not-for-this-channel' });
});

test('where the receipt never came on screen that chat hears of it too', async () => {
  const { notice, accounts } = await enrolledIn(['telegram', 'bale']);
  world.advance(SHOWN_WITHIN_MS);
  await deliver(deps, notice, 'chat');
  expect(chatsShown()).toEqual(idsOf(accounts[0], accounts[1]));
});

test('a process without the messenger’s token leaves the notice to one that has it', async () => {
  const { notice, accounts } = await shownIn(['telegram', 'bale']);
  const withoutBale = { ...deps, senders: { ...deps.senders, chat: senderOf(['telegram']) } };
  await deliver(withoutBale, notice, 'chat');
  expect(await chatOf(notice)).toMatchObject({ state: 'pending', attempts: 0 });
  world.advance(10 * 60_000);
  await deliver(deps, notice, 'chat');
  expect(chatsShown()).toEqual(idsOf(accounts[1]));
});

test('a person who blocked the bot is not tried again: the chat is marked', async () => {
  const { notice, accounts } = await shownIn(['telegram', 'bale']);
  refusals.set(accounts[1]?.chatId ?? '', {
    error_code: 403,
    description: 'Forbidden: bot was blocked by the user',
  });
  await deliver(deps, notice, 'chat');
  expect(await chatOf(notice)).toMatchObject({ state: 'skipped', reason: 'blocked' });
  expect(await world.models.Account.findById(accounts[1]?._id)).toMatchObject({ reachable: false });
});

test('one chat that fails does not make the others hear it again and again', async () => {
  const { notice, accounts } = await shownIn(['telegram', 'bale', 'telegram']);
  refusals.set(accounts[1]?.chatId ?? '', { error_code: 400, description: 'Bad Request: chat not found' });
  await deliver(deps, notice, 'chat');
  world.advance(60_000);
  await deliver(deps, notice, 'chat');
  expect(chatsShown()).toEqual(idsOf(accounts[2]));
  expect(await chatOf(notice)).toMatchObject({ state: 'sent' });
});

test('while no chat can be reached it waits and goes later', async () => {
  const { notice, accounts } = await shownIn(['telegram', 'bale']);
  const chat = accounts[1]?.chatId ?? '';
  refusals.set(chat, { error_code: 502, description: 'Bad Gateway' });
  await expect(deliver(deps, notice, 'chat')).rejects.toThrow('Bad Gateway');
  refusals.clear();
  world.advance(60_000);
  await deliver(deps, notice, 'chat');
  expect(chatsShown()).toEqual([chat]);
});

/** Somebody with two chats who paid for a form that waits in the first of them. */
async function paid() {
  const who = world.stranger();
  const telegram = await world.proven(await world.account('telegram'), who);
  const bale = await world.proven(await world.account('bale'), who);
  const course = await world.course({ title: 'نجاری' });
  const draft = await world.drafts.open('enrol', telegram, { courseCode: course.code });
  const request = { ...telegram, amountRials: COURSE.feeRials, description: 'شارژ', resumeDraft: draft._id };
  const started = await world.topUps.start(request);
  const sessionId = started.type === 'ready' ? (started.topUp.sessionId ?? '') : '';
  world.gateway.pay(sessionId);
  await world.topUps.returned('zarinpal', sessionId);
  const { person } = telegram;
  const notice = await world.models.Notification.findOne({
    person: person._id,
    event: 'top-up-credited',
  }).orFail();
  return { notice: notice._id, asking: telegram.account, other: bale.account };
}

test('a paid top-up is told in the chat that asked for it, and the form that waited goes on there', async () => {
  const { notice, asking } = await paid();
  await deliver(deps, notice, 'chat');
  expect(shown.map(({ chat }) => chat)).toEqual([asking.chatId, asking.chatId]);
  expect(shown[0]?.text).toContain('۵۰۰٬۰۰۰ ریال');
  expect(shown[1]?.text).toContain('نجاری');
  expect(await chatOf(notice)).toMatchObject({ state: 'sent' });
});

test('where that chat is blocked the person’s other chat hears of it, at once or from then on', async () => {
  const blocked = { error_code: 403, description: 'Forbidden: bot was blocked by the user' };
  const now = await paid();
  refusals.set(now.asking.chatId, blocked);
  await deliver(deps, now.notice, 'chat');
  expect(chatsShown()).toEqual([now.other.chatId]);
  expect(await chatOf(now.notice)).toMatchObject({ state: 'sent' });

  const earlier = await paid();
  await world.accounts.setReachable(earlier.asking, false);
  await deliver(deps, earlier.notice, 'chat');
  expect(chatsShown()).toEqual(idsOf(now.other, earlier.other));
});

test('where all chats are blocked the record says so', async () => {
  const { notice, asking, other } = await paid();
  const blocked = { error_code: 403, description: 'Forbidden: bot was blocked by the user' };
  for (const { chatId } of [asking, other]) refusals.set(chatId, blocked);
  await deliver(deps, notice, 'chat');
  expect(await chatOf(notice)).toMatchObject({ state: 'skipped', reason: 'blocked' });
});
