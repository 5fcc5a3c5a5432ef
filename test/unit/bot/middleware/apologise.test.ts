import { expect, test } from '@jest/globals';
import { Bot } from 'grammy';
import type { BotContext } from '../../../../bot/context.ts';
import { apologise } from '../../../../bot/middleware/apologise.ts';
import { loadTexts } from '../../../../texts/texts.ts';
import { createGate } from '../../../support/gate.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { until } from '../../../support/until.ts';

const FROM = { id: 7, is_bot: false, first_name: 'س' };
const UPDATE = { update_id: 1, message: { message_id: 1, date: 1, chat: { id: 7 }, from: FROM, text: 'x' } };

/** Handles one update so; tells what the person sees. */
function handling(handle: () => Promise<void>, { answerWithinMs = 20_000, update = UPDATE as object } = {}) {
  const seen: string[] = [];
  const stopping = new AbortController();
  const bot = new Bot<BotContext>('1:token', { botInfo: { id: 1, username: 'karamooz_bot' } as never });
  bot.api.config.use(async (_call, _method, payload) => {
    seen.push((payload as { text: string }).text);
    return { ok: true, result: true as never };
  });
  const { signal } = stopping;
  bot.use(apologise({ texts: loadTexts(), log: silentLog, answerWithinMs, stopping: signal }));
  bot.use(handle);
  return { seen, stopping, ended: bot.handleUpdate(update as never) };
}

const fails = async () => {
  throw new Error('our fault');
};

test('a fault is answered with a code, and is no fault for those outside', async () => {
  const { seen, ended } = handling(fails);
  await ended;
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatch(/کد پیگیری خطا:\s*<code>[۰-۹]{6}/);
});

test('who waits too long is told so while the work goes on, and only once if it fails in the end', async () => {
  const hanging = createGate();
  const { seen, ended } = handling(() => hanging.opened.then(fails), { answerWithinMs: 10 });
  await until('the person is told', async () => seen.length === 1);
  hanging.open();
  await ended;
  expect(seen).toHaveLength(1);
});

test('what is answered in time needs no apology', async () => {
  const { seen, ended } = handling(async () => {}, { answerWithinMs: 1 });
  await ended;
  expect(seen).toEqual([]);
});

test('a fault while we are being stopped is handed on', async () => {
  const gate = createGate();
  const { seen, stopping, ended } = handling(() => gate.opened.then(fails));
  stopping.abort();
  gate.open();
  await expect(ended).rejects.toThrow('our fault');
  expect(seen).toEqual([]);
});

const ROOM = { id: -5, type: 'supergroup', title: 'x' };
const inRoom = (text: string, chat: object = ROOM) => ({
  ...UPDATE,
  message: { ...UPDATE.message, chat, text },
});

test.each([
  ['a command of ours in a group', inRoom('/course@karamooz_bot firstaid'), 1],
  ['a command of another bot', inRoom('/roll@dice_bot'), 0],
  ['talk in a group', inRoom('سلام'), 0],
  ['a tap in a group', { update_id: 1, callback_query: { id: '1', from: FROM, message: { chat: ROOM } } }, 0],
  [
    'a post of a channel',
    { update_id: 1, channel_post: { chat: { id: -6, type: 'channel' }, text: '/x' } },
    0,
  ],
])(
  'of a fault with %s its room hears only if somebody there waits for us',
  async (_what, update, apologies) => {
    const { seen, ended } = handling(fails, { update });
    await ended;
    expect(seen).toHaveLength(apologies);
  },
);
