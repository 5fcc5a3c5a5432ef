/** The first page says in one line what waits for an outside system that is away, to whoever comes. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { FAILURES_IN_A_ROW } from '../../../services/breakers/condition.ts';
import { REMEMBERED_MS } from '../../../services/breakers/service.ts';
import type { System } from '../../../services/breakers/systems.ts';
import { type BotByHand, startBotByHand } from '../../support/bot-by-hand.ts';
import { chatByHand } from '../../support/chat-by-hand.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let bot: BotByHand;
beforeAll(async () => {
  world = await createWorld();
  bot = await startBotByHand(world);
});
afterAll(async () => {
  await bot.close();
  await world.close();
});
afterEach(() => answers('works', 'payment-zarinpal', 'sms'));

async function answers(how: 'works' | 'fails', ...systems: System[]): Promise<void> {
  // Whatever was found before, a probe is due.
  world.advance(60 * 60_000);
  for (const system of systems) {
    for (let calls = 0; calls < FAILURES_IN_A_ROW; calls += 1) {
      await world.breakers.guard(
        system,
        async () => how,
        (outcome) => outcome === 'fails',
      );
    }
  }
  world.advance(REMEMBERED_MS);
}

async function firstPage(): Promise<string> {
  const { account } = await world.proven(await world.account('bale'), world.stranger());
  const chat = chatByHand(bot, account.platformUserId);
  await chat.sends('/start');
  return chat.last().text;
}

test('says nothing while everything works', async () => {
  expect(await firstPage()).not.toContain('⏳');
});

test('names what does not work and says that the rest does, and is silent again when it is back', async () => {
  await answers('fails', 'payment-zarinpal', 'sms');
  expect(await firstPage()).toMatch(
    /⏳ الان پیامک‌ها دیرتر می‌رسد، شارژ کیف پول ممکن نیست\. بقیهٔ کارها برقرار است\.$/,
  );
  await answers('works', 'payment-zarinpal', 'sms');
  expect(await firstPage()).not.toContain('⏳');
});

test('tells a newcomer too, above the first question', async () => {
  await answers('fails', 'sms');
  const { platformUserId } = await world.account('bale');
  const chat = chatByHand(bot, platformUserId);
  await chat.sends('/start');
  expect(chat.last().text).toMatch(/⏳ الان پیامک‌ها دیرتر می‌رسد\. بقیهٔ کارها برقرار است\./);
  expect(chat.last().text).toContain('شمارهٔ موبایل');
});
