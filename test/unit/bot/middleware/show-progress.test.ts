import { expect, test } from '@jest/globals';
import type { BotContext } from '../../../../bot/context.ts';
import { showProgress } from '../../../../bot/middleware/show-progress.ts';
import { createGate } from '../../../support/gate.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { until } from '../../../support/until.ts';

/** Handles one update so; counts how often the chat showed that something is being done. */
function handling(handle: () => Promise<void>, firstAfterMs: number, typing = async () => {}) {
  const shown = { times: 0 };
  const chat = {
    typing: () => {
      shown.times += 1;
      return typing();
    },
  };
  const ctx = { visit: { chat, log: silentLog } } as unknown as BotContext;
  return { shown, ended: Promise.resolve(showProgress(firstAfterMs)(ctx, handle)) };
}

test('an answer that takes a moment is announced while it is made', async () => {
  const gate = createGate();
  const { shown, ended } = handling(() => gate.opened, 1);
  await until('progress is shown', async () => shown.times > 0);
  gate.open();
  await ended;
});

test('a quick answer needs no announcement', async () => {
  const { shown, ended } = handling(async () => {}, 60_000);
  await ended;
  expect(shown.times).toBe(0);
});

test('a messenger that cannot show it spoils no answer', async () => {
  const gate = createGate();
  const { shown, ended } = handling(
    () => gate.opened,
    1,
    async () => {
      throw new Error('403');
    },
  );
  await until('it was tried', async () => shown.times > 0);
  gate.open();
  await expect(ended).resolves.toBeUndefined();
});
