/** The bot as it is put together, between a messenger that answers from this file and the real services. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { HandledUpdates } from '../../../bot/handled-updates.ts';
import { type BotByHand, rememberedHere, startBotByHand } from '../../support/bot-by-hand.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
const bots: BotByHand[] = [];
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.close()));
});
afterAll(() => world.close());

async function start(handled: HandledUpdates = rememberedHere(), botId = 1): Promise<BotByHand> {
  const bot = await startBotByHand(world, { handled, botId });
  bots.push(bot);
  return bot;
}

let chats = 0;
/** Somebody new; what they send, as updates. */
function somebody() {
  chats += 1;
  const id = 7_000 + chats;
  const about = { message_id: 1, date: 1, chat: { id, type: 'private' }, from: { id, first_name: 'س' } };
  return {
    id,
    sends: (update_id: number, text: string) => ({ update_id, message: { ...about, text } }),
    edits: (update_id: number, content: object) => ({
      update_id,
      edited_message: { ...about, edit_date: 2, ...content },
    }),
  };
}

test('a corrected text or caption is answered; a live location that moves is not', async () => {
  const { messenger, answers } = await start();
  const sara = somebody();
  const location = { latitude: 35.7, longitude: 51.4 };
  messenger.deliver(
    sara.edits(1, { location }),
    sara.edits(2, { location }),
    sara.edits(3, { text: 'سلام' }),
  );
  messenger.deliver(sara.edits(4, { caption: 'سلام', photo: [] }));
  await until('all are confirmed', async () => messenger.waiting().length === 0);
  expect(answers()).toHaveLength(2);
  for (const text of answers()) expect(text).toContain('ویرایش');
});

test('a bot that takes the place of another is not taken for it, though it counts from the beginning', async () => {
  const handled = rememberedHere();
  const sara = somebody();
  const old = await start(handled, 1);
  old.messenger.deliver(sara.sends(900, '/start'));
  await until('the old bot answers', async () => old.answers().length > 0);
  const successor = await start(handled, 2);
  successor.messenger.deliver(sara.sends(5, '/start'));
  await until('the new bot answers', async () => successor.answers().length > 0);
});

test('a call refused in the words of a proxy is made again, and the answer arrives once', async () => {
  const { messenger, answers } = await start();
  messenger.answers.sendMessage = { status: 429, body: 'local_rate_limited' };
  messenger.deliver(somebody().sends(1, '/start'));
  await until('it is refused', async () => answers().length === 1);
  delete messenger.answers.sendMessage;
  await until('the update is confirmed', async () => messenger.waiting().length === 0);
  const [refused, repeated, ...others] = answers();
  expect(repeated).toBe(refused);
  expect(others).not.toContain(refused);
});

test('stopping does not wait for a messenger that asks for a minute; the update comes again', async () => {
  const handled = rememberedHere();
  const { messenger, source, answers } = await start(handled);
  const sara = somebody();
  const limited = { ok: false, error_code: 429, description: 'slow down', parameters: { retry_after: 60 } };
  messenger.answers.sendMessage = { status: 429, body: limited };
  messenger.deliver(sara.sends(1, '/start'));
  await until('it is refused', async () => answers().length === 1);
  await source.stop();
  expect(messenger.waiting()).toEqual([1]);
  expect(await handled.includes(`bale:1:${sara.id}`, 1)).toBe(false);
});

test('stopping does not wait for a messenger that is not there yet', async () => {
  const { messenger, source } = await start();
  messenger.answers.getMe = { status: 502, body: '<html>' };
  await until('it is asked again', async () => messenger.sent('getMe').length > 1);
  await source.stop();
});
