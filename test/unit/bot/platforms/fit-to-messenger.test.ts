import { expect, test } from '@jest/globals';
import { CAPABILITIES } from '../../../../bot/platforms/capabilities.ts';
import { fitToMessenger } from '../../../../bot/platforms/fit-to-messenger.ts';
import type { Platform } from '../../../../config.ts';

/** What leaves for `platform` when we call `sendMessage` with `payload`. */
async function sent(platform: Platform, payload: object): Promise<unknown> {
  let left: unknown;
  const call = async (_method: string, fitted: unknown) => {
    left = fitted;
    return { ok: true, result: true };
  };
  const transform = fitToMessenger(CAPABILITIES[platform]);
  await transform(call as Parameters<typeof transform>[0], 'sendMessage', payload as never, undefined);
  return left;
}

test('Telegram gets the HTML as it is', async () => {
  const payload = { chat_id: 1, text: '<b>سلام</b>', parse_mode: 'HTML' };
  expect(await sent('telegram', payload)).toEqual(payload);
});

test('Bale gets its own Markdown and no field that it does not know', async () => {
  const payload = {
    chat_id: 1,
    text: '<b>سلام</b>',
    parse_mode: 'HTML',
    protect_content: true,
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: [] },
  };
  expect(await sent('bale', payload)).toEqual({
    chat_id: 1,
    text: '*سلام*',
    reply_markup: { inline_keyboard: [] },
  });
});

test('a caption is rendered like a text, a text that is no HTML is left alone', async () => {
  expect(await sent('bale', { caption: '<i>نمونه</i>', parse_mode: 'HTML' })).toEqual({ caption: '_نمونه_' });
  expect(await sent('bale', { text: 'a < b' })).toEqual({ text: 'a < b' });
});

test('the caller’s own payload is not changed', async () => {
  const payload = { text: '<b>سلام</b>', parse_mode: 'HTML' };
  await sent('bale', payload);
  expect(payload).toEqual({ text: '<b>سلام</b>', parse_mode: 'HTML' });
});
