/** What a group must not see when the messenger refuses us something. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => bot.close());
afterAll(() => world.close());

test.each(['group', 'channel'])(
  'a tap in a %s that can no longer be answered is passed over',
  async (type) => {
    bot = await startBotByHand(world, { platform: 'telegram' });
    const { messenger } = bot;
    const description = 'Bad Request: query is too old and response timeout expired or query ID is invalid';
    messenger.answers.answerCallbackQuery = {
      status: 400,
      body: { ok: false, error_code: 400, description },
    };
    const message = { message_id: 1, date: 1, chat: { id: -5, type, title: 'x' } };
    const from = { id: 7, first_name: 'س' };
    messenger.deliver({ update_id: 1, ...{ callback_query: { id: '1', from, message, data: 'home' } } });
    await until('it is confirmed', async () => messenger.waiting().length === 0);
    expect(messenger.sent('answerCallbackQuery')).toHaveLength(1);
    expect(messenger.sent('sendMessage')).toEqual([]);
  },
);
