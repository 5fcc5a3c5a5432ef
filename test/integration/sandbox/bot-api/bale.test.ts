import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const act = (action: object) => world.act(SARA.bale, action, 'bale');
const call = (method: string, payload: object = {}) => world.call(method, payload, 'bale');
const send = (payload: object) => call('sendMessage', { chat_id: SARA.bale, text: 'hi', ...payload });

async function lastUpdate() {
  return (await call('getUpdates')).result.at(-1);
}

test('update ids begin with 0', async () => {
  expect((await act({ text: '/start' })).updateIds).toEqual([0]);
  expect((await act({ text: 'next' })).updateIds).toEqual([1]);
});

test('who begins to poll at offset 1 never sees the update with id 0', async () => {
  await act({ text: 'zero' });
  await act({ text: 'one' });
  const { result } = await call('getUpdates', { offset: 1 });
  expect(result.map((update: { update_id: number }) => update.update_id)).toEqual([1]);
  expect((await call('getUpdates')).result).toHaveLength(1);
});

test('no more than the last 2000 updates wait', async () => {
  for (let count = 0; count <= 2_000; count += 1) {
    await world.botApi.chats.act('bale', SARA.bale, { text: `${count}`, repeat: 1 });
  }
  expect((await call('getUpdates', { limit: 1 })).result[0].message.text).toBe('1');
});

test('parse_mode is not looked at: tags stay, and its own Markdown is always on', async () => {
  await act({ text: '/start' });
  const { result } = await send({ text: '<b>a</b> *مهم* _کج_ [جا](https://example.ir)', parse_mode: 'HTML' });
  expect(result.text).toBe('<b>a</b> *مهم* _کج_ [جا](https://example.ir)');
  expect((await world.items(SARA.bale, 'bale')).at(-1)).toMatchObject({
    text: '<b>a</b> مهم کج جا',
    html: '&lt;b&gt;a&lt;/b&gt; <b>مهم</b> <i>کج</i> <a href="https://example.ir">جا</a>',
  });
});

test('fields it does not know are ignored and recorded', async () => {
  await act({ text: '/start' });
  const { result } = await send({
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b', style: 'danger' }]] },
  });
  expect(result.reply_markup.inline_keyboard).toEqual([[{ text: 'a', callback_data: 'b' }]]);
  const logged = await (await fetch(`${world.url}/sandbox/chats/bale/calls?limit=1`)).json();
  expect(logged).toMatchObject([
    {
      method: 'sendMessage',
      status: 200,
      payload: { parse_mode: 'HTML' },
      ignored: ['parse_mode', 'link_preview_options', 'reply_markup.inline_keyboard.style'],
    },
  ]);
});

test.each([
  'setMyCommands',
  'sendPoll',
  'deleteMessages',
  'copyMessages',
  'setMyDescription',
  'sendVideoNote',
])('it has no %s', async (method) => {
  expect((await call(method)).error_code).toBe(404);
});

test('methods of its own are there, and not on Telegram', async () => {
  await act({ text: '/start' });
  expect((await call('unPinChatMessage', { chat_id: SARA.bale })).result).toBe(true);
  expect((await call('getChatMembersCount', { chat_id: SARA.bale })).result).toBe(2);
  expect((await world.call('getChatMembersCount')).error_code).toBe(404);
  expect((await world.call('inquireTransaction')).error_code).toBe(404);
});

test('a contact number has no plus sign', async () => {
  await act({ contact: true });
  expect((await lastUpdate()).message.contact).toMatchObject({
    phone_number: '989990001001',
    user_id: SARA.bale,
  });
});

test('nobody tells the bot that it was blocked; it learns it when it writes', async () => {
  expect((await send({})).error_code).toBe(403);
  await act({ text: '/start' });
  expect((await act({ block: true })).updateIds).toEqual([]);
  expect(await send({})).toMatchObject({ error_code: 403, description: 'Forbidden: permission_denied' });
  expect(await call('sendMessage', { chat_id: 999, text: 'x' })).toMatchObject({
    error_code: 404,
    description: 'Not Found: no such group or user',
  });
});

test('the id of a press begins with 1 only when the app is too old for answers', async () => {
  await act({ text: '/start' });
  await send({ reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] } });
  await act({ press: 'a' });
  expect((await lastUpdate()).callback_query.id).toMatch(/^[2-9]/);
  await fetch(`${world.url}/sandbox/chats/bale/${SARA.bale}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"oldApp":true}',
  });
  world = await world.reopen();
  await act({ press: 'a' });
  expect((await lastUpdate()).callback_query.id).toMatch(/^1/);
});
