/** A national code does not stay in the chat, and is not deleted before it has been taken. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { HandledUpdates } from '../../../bot/handled-updates.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
const bots: BotByHand[] = [];
beforeAll(async () => {
  world = await createWorld();
  await world.course();
});
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.close()));
});
afterAll(() => world.close());

async function start(handled?: HandledUpdates): Promise<BotByHand> {
  const bot = await startBotByHand(world, handled ? { handled } : {});
  bots.push(bot);
  return bot;
}

/** As if we died between each answer and its being remembered. */
const forgetsAll: HandledUpdates = {
  includes: async () => false,
  add: async () => {},
  includesAlbum: async () => false,
  addAlbum: async () => {},
};

let chats = 0;
/** What is sent in the private chat of this number, as updates. */
function messagesOf(id: number) {
  return (update_id: number, content: object) => ({
    update_id,
    message: {
      message_id: update_id,
      date: world.clock().getTime() / 1_000,
      chat: { id, type: 'private' },
      from: { id, first_name: 'س' },
      ...content,
    },
  });
}

/** Somebody at the question for the national code; their messages as updates. */
function newcomer() {
  chats += 1;
  const id = 9_000 + chats;
  const who = world.stranger();
  const message = messagesOf(id);
  return {
    ...who,
    sends: (update_id: number, text: string, more: object = {}) => message(update_id, { text, ...more }),
    introduction: () => [
      message(1, { text: 'سلام' }),
      message(2, { contact: { phone_number: who.mobile, first_name: 'س', user_id: id } }),
    ],
  };
}

test('the same code delivered three times has one answer and is deleted once', async () => {
  const { messenger, answers } = await start();
  const sara = newcomer();
  messenger.deliver(...sara.introduction());
  await until('the code is asked for', async () => answers().length === 2);
  messenger.deliver(...[1, 2, 3].map(() => sara.sends(3, sara.nationalCode)));
  await until('all are confirmed', async () => messenger.waiting().length === 0);
  expect(messenger.sent('deleteMessage')).toEqual([expect.objectContaining({ message_id: 3 })]);
  const echoes = answers().filter((text) => text.includes('کد ملی دریافتی'));
  expect(echoes).toHaveLength(1);
  expect(answers().join()).not.toContain(sara.nationalCode);
});

test.each([['typed'], ['on a card']])('the mobile of a trainee is deleted too, %s', async (how) => {
  const { messenger, answers } = await start();
  const { centre } = await world.course();
  const portalUser = await world.portalUser(centre, { platform: 'bale' });
  const id = Number(portalUser.account.platformUserId);
  const message = messagesOf(id);
  const { nationalCode, mobile } = world.stranger();
  const entities = [{ type: 'bot_command', offset: 0, length: 8 }];
  messenger.deliver(message(1, { text: '/trainee', entities }), message(2, { text: nationalCode }));
  await until('the mobile is asked for', async () => answers().length === 2);
  const card = { contact: { phone_number: mobile, first_name: 'س' } };
  messenger.deliver(message(3, how === 'typed' ? { text: mobile } : card));
  await until('it is deleted', async () => messenger.sent('deleteMessage').length === 2);
  expect(messenger.sent('deleteMessage').map(({ message_id }) => message_id)).toEqual([2, 3]);
  expect(answers().at(-1)).toMatch(/شمارهٔ موبایل دریافتی.*دورهٔ کارآموز/s);
  expect(answers().join()).not.toContain(mobile);
});

test('a crash between the answer and the deletion loses neither', async () => {
  const first = await start(forgetsAll);
  const sara = newcomer();
  first.messenger.deliver(...sara.introduction(), sara.sends(3, sara.nationalCode));
  await until('it is deleted', async () => first.messenger.sent('deleteMessage').length === 1);
  await first.source.stop();

  const second = await start(forgetsAll);
  second.messenger.deliver(sara.sends(3, sara.nationalCode));
  await until('it is deleted', async () => second.messenger.sent('deleteMessage').length === 1);
  expect(second.answers()).toHaveLength(1);
  expect(second.answers()[0]).toMatch(/کد ملی دریافتی.*انتخاب دوره/s);
});

test('as long as no answer goes out the message stays', async () => {
  const { messenger, answers, source } = await start();
  const sara = newcomer();
  messenger.deliver(...sara.introduction());
  await until('the code is asked for', async () => answers().length === 2);
  messenger.answers.sendMessage = { status: 502, body: '' };
  messenger.deliver(sara.sends(3, sara.nationalCode));
  await until('an answer was tried', async () => answers().length === 3);
  await source.stop();
  expect(messenger.sent('deleteMessage')).toEqual([]);
});

test('what the messenger does not delete stays, its sender is asked once to delete it, and the form goes on', async () => {
  const { messenger, answers } = await start();
  const sara = newcomer();
  messenger.answers.deleteMessage = {
    status: 400,
    body: { ok: false, error_code: 400, description: "Bad Request: message can't be deleted" },
  };
  messenger.deliver(...sara.introduction(), sara.sends(3, sara.nationalCode));
  await until('all are confirmed', async () => messenger.waiting().length === 0);
  expect(answers().at(-2)).toContain('انتخاب دوره');
  expect(answers().filter((text) => text.includes('لطفاً خودتان پاکش کنید'))).toEqual([answers().at(-1)]);
  expect(answers().join()).not.toContain('کد پیگیری خطا');
});

test('a message that is gone already needs no word', async () => {
  const { messenger, answers } = await start();
  const sara = newcomer();
  messenger.answers.deleteMessage = {
    status: 400,
    body: { ok: false, error_code: 400, description: 'Bad Request: message to delete not found' },
  };
  messenger.deliver(...sara.introduction(), sara.sends(3, sara.nationalCode));
  await until('all are confirmed', async () => messenger.waiting().length === 0);
  expect(messenger.sent('deleteMessage')).toHaveLength(1);
  expect(answers().join()).not.toContain('لطفاً خودتان پاکش کنید');
});

test('a message older than two days is not tried; its sender is asked to delete it', async () => {
  const { messenger, answers } = await start();
  const sara = newcomer();
  const date = world.clock().getTime() / 1_000 - 49 * 60 * 60;
  messenger.deliver(...sara.introduction(), sara.sends(3, sara.nationalCode, { date }));
  await until('all are confirmed', async () => messenger.waiting().length === 0);
  expect(messenger.sent('deleteMessage')).toEqual([]);
  expect(answers().join()).toContain('لطفاً خودتان پاکش کنید');
});

test('a code in a later caption of an album is deleted too, and the album has one answer', async () => {
  const { messenger, answers } = await start();
  const sara = newcomer();
  const picture = { text: undefined, photo: [], media_group_id: 'album-1' };
  messenger.deliver(
    sara.sends(1, '', picture),
    sara.sends(2, '', { ...picture, caption: `کد من ${sara.nationalCode} است` }),
  );
  await until('all are confirmed', async () => messenger.waiting().length === 0);
  expect(messenger.sent('deleteMessage')).toEqual([expect.objectContaining({ message_id: 2 })]);
  expect(answers()).toHaveLength(1);
});
