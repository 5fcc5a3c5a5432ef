import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.act(SARA.telegram, { text: '/start course_12' });
});
afterEach(() => world.close());

const send = (payload: object) =>
  world.call('sendMessage', { chat_id: SARA.telegram, text: 'hi', ...payload });
const act = (action: object) => world.act(SARA.telegram, action);

/** The last update that the bot can see. */
async function lastUpdate() {
  const { result } = await world.call('getUpdates');
  return result.at(-1);
}

test('a text becomes a message update with its sender, chat and commands', async () => {
  expect((await lastUpdate()).message).toMatchObject({
    text: '/start course_12',
    entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    from: {
      id: 1001,
      is_bot: false,
      first_name: 'سارا',
      last_name: 'محمدی',
      username: 'sara_m',
      language_code: 'en',
    },
    chat: { id: 1001, type: 'private' },
  });
});

test('an unknown user is a guest whose number belongs to nobody', async () => {
  await world.act(555, { contact: true });
  const { message } = await lastUpdate();
  expect(message).toMatchObject({ from: { id: 555, first_name: 'مهمان' }, contact: { user_id: 555 } });
  expect(message.contact.phone_number).toMatch(/^\+989\d{9}$/);
});

test("one's own contact names its owner, another one's only if told", async () => {
  const { message } = await act({ contact: true });
  expect((await lastUpdate()).message.contact).toEqual({
    phone_number: '+989990001001',
    first_name: 'سارا',
    last_name: 'محمدی',
    user_id: SARA.telegram,
  });
  expect(message.contact).toMatchObject({ phoneNumber: '+989990001001', userId: '1001' });
  await act({ contact: { phoneNumber: '09121234567', firstName: 'رضا' } });
  expect((await lastUpdate()).message.contact).toEqual({ phone_number: '09121234567', first_name: 'رضا' });
  await act({ contact: { phoneNumber: '09121234567', firstName: 'رضا', userId: '77' } });
  expect((await lastUpdate()).message.contact.user_id).toBe(77);
});

test('a text that is too long for one message is sent as several', async () => {
  const { updateIds } = await act({ text: 'x'.repeat(10_000) });
  expect(updateIds).toHaveLength(3);
  expect((await lastUpdate()).message.text).toHaveLength(10_000 - 2 * 4_096);
});

test('an edited text is told as such', async () => {
  const { message } = await act({ text: 'سلم' });
  const edited = await act({ edit: { messageId: message.messageId, text: 'سلام' } });
  expect(edited.message).toMatchObject({ messageId: message.messageId, text: 'سلام', edited: true });
  expect((await lastUpdate()).edited_message).toMatchObject({ message_id: message.messageId, text: 'سلام' });
  expect((await act({ edit: { messageId: 99_999, text: 'x' } })).status).toBe(404);
});

test.each([
  ['photo', 'photo'],
  ['voice', 'voice'],
  ['document', 'document'],
  ['video', 'video'],
  ['sticker', 'sticker'],
  ['videoNote', 'video_note'],
  ['location', 'location'],
  ['poll', 'poll'],
])('a person can send a %s', async (kind, field) => {
  expect((await act({ [kind]: true })).status).toBe(200);
  expect((await lastUpdate()).message).toHaveProperty(field);
});

test('an album is two messages of one group', async () => {
  const { updateIds } = await act({ album: true });
  expect(updateIds).toHaveLength(2);
  const { result } = await world.call('getUpdates', { offset: updateIds[0] });
  const groups = result.map(
    (update: { message: { media_group_id: string } }) => update.message.media_group_id,
  );
  expect(groups[0]).toBeTruthy();
  expect(groups[1]).toBe(groups[0]);
});

test('a forwarded text says so to the bot and on the screen', async () => {
  const { message } = await act({ forward: { text: 'خبر' } });
  expect(message.forwarded).toBe(true);
  expect((await lastUpdate()).message).toMatchObject({
    text: 'خبر',
    forward_origin: { type: 'hidden_user' },
  });
});

describe('buttons', () => {
  const card = (text: string, ...buttons: object[]) =>
    send({ text, reply_markup: { inline_keyboard: [buttons] } });

  test('the latest message that has the label is meant, unless another is named', async () => {
    const first = await card('first', { text: '✅ تأیید', callback_data: 'first' });
    await card(
      'second',
      { text: '✅ تأیید', callback_data: 'second' },
      { text: 'لغو', callback_data: 'cancel' },
    );
    await act({ press: 'تأیید' });
    expect((await lastUpdate()).callback_query).toMatchObject({
      data: 'second',
      message: { text: 'second' },
    });
    await act({ press: 'تأیید', messageId: first.result.message_id });
    expect((await lastUpdate()).callback_query.data).toBe('first');
  });

  test('a whole label goes before a part of one', async () => {
    await card(
      'x',
      { text: 'شارژ کیف پول', callback_data: 'part' },
      { text: 'کیف پول', callback_data: 'whole' },
    );
    await act({ press: 'کیف پول' });
    expect((await lastUpdate()).callback_query.data).toBe('whole');
  });

  test('pressing what is not there names what is', async () => {
    await card('x', { text: 'تأیید', callback_data: 'a' });
    const { status, error } = await act({ press: 'انصراف' });
    expect(status).toBe(404);
    expect(error).toContain('"تأیید"');
  });

  test('an address is told, not fetched; a text is copied', async () => {
    await card(
      'x',
      { text: 'پرداخت', url: 'https://pay.example.ir/1' },
      { text: 'کپی', copy_text: { text: 'K-1' } },
    );
    expect(await act({ press: 'پرداخت' })).toMatchObject({
      updateIds: [],
      opened: 'https://pay.example.ir/1',
    });
    expect(await act({ press: 'کپی' })).toMatchObject({ updateIds: [], copied: 'K-1' });
  });

  test('a press can be forged, also on a message that is gone', async () => {
    const { result } = await card('x', { text: 'تأیید', callback_data: 'a' });
    await act({ pressData: 'grant:admin' });
    expect((await lastUpdate()).callback_query).toMatchObject({
      data: 'grant:admin',
      message: { text: 'x' },
    });
    await world.call('deleteMessage', { chat_id: SARA.telegram, message_id: result.message_id });
    await act({ pressData: 'a', messageId: result.message_id });
    expect((await lastUpdate()).callback_query.message).toEqual({
      message_id: result.message_id,
      chat: expect.objectContaining({ id: SARA.telegram }),
      date: 0,
    });
  });

  test('a press can be answered twice, but not after a quarter of an hour', async () => {
    await card('x', { text: 'تأیید', callback_data: 'a' });
    await act({ press: 'تأیید' });
    const { id } = (await lastUpdate()).callback_query;
    const answer = () =>
      world.call('answerCallbackQuery', { callback_query_id: id, text: 'انجام شد', show_alert: true });
    expect((await answer()).result).toBe(true);
    expect(world.events.at(-1)).toEqual({
      type: 'callback-answer',
      platform: 'telegram',
      userId: '1001',
      text: 'انجام شد',
      alert: true,
    });
    world = await world.reopen();
    expect((await answer()).result).toBe(true);
    world.clock.ms += 15 * 60 * 1_000 + 1;
    expect((await answer()).description).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    );
  });
});

describe('the reply keyboard', () => {
  const keyboard = (extra: object = {}) =>
    send({
      reply_markup: { keyboard: [[{ text: 'ارسال شماره', request_contact: true }, 'راهنما']], ...extra },
    });

  test('sends its label as text, or what it asks for', async () => {
    await keyboard();
    await act({ press: 'راهنما' });
    expect((await lastUpdate()).message.text).toBe('راهنما');
    await act({ press: 'شماره' });
    expect((await lastUpdate()).message.contact.user_id).toBe(SARA.telegram);
  });

  test('stays until removed, also across a restart', async () => {
    await keyboard({ input_field_placeholder: 'بنویسید' });
    world = await world.reopen();
    expect((await world.items(SARA.telegram)).at(-1)?.keyboard).toEqual({
      rows: [[{ text: 'ارسال شماره', request: 'contact' }, { text: 'راهنما' }]],
      oneTime: false,
      placeholder: 'بنویسید',
    });
    expect((await act({ press: 'راهنما' })).status).toBe(200);
    await send({ reply_markup: { remove_keyboard: true } });
    expect((await world.items(SARA.telegram)).at(-1)?.keyboard).toBe('remove');
    expect((await act({ press: 'راهنما' })).status).toBe(404);
  });

  test('goes away after one use if it is for one use', async () => {
    await keyboard({ one_time_keyboard: true });
    expect((await act({ press: 'راهنما' })).status).toBe(200);
    expect((await act({ press: 'راهنما' })).status).toBe(404);
  });
});

test('who has blocked the bot can do nothing in the chat but unblock it', async () => {
  await act({ block: true });
  expect((await act({ text: 'hi' })).status).toBe(409);
  expect((await act({ block: true })).status).toBe(409);
  expect((await act({ unblock: true })).status).toBe(200);
  expect((await act({ text: 'hi' })).status).toBe(200);
});

test.each([
  ['nothing', {}],
  ['two acts at once', { text: 'a', contact: true }],
  ['an unknown act', { dance: true }],
  ['too many repetitions', { text: 'a', repeat: 1_000 }],
  ['white space', { text: '   ' }],
])('%s is refused with a sentence', async (_what, action) => {
  const { status, error } = await act(action);
  expect(status).toBe(400);
  expect(error.length).toBeGreaterThan(20);
});

test('an account number must be one, and the messenger known', async () => {
  const get = async (path: string) => (await fetch(`${world.url}/sandbox/chats/${path}`)).status;
  expect(await get('telegram/abc/messages')).toBe(400);
  expect(await get('icq/1001/messages')).toBe(404);
});

test('a long poll wakes for the bot only, unless told otherwise', async () => {
  const after = (await world.items(SARA.telegram)).at(-1)?.id;
  const forAnyone = world.items(SARA.telegram, 'telegram', `?after=${after}&wait=20000&from=any`);
  const forBot = world.items(SARA.telegram, 'telegram', `?after=${after}&wait=20000`);
  await act({ text: 'hello?' });
  expect((await forAnyone).map(({ text }) => text)).toEqual(['hello?']);
  await send({ text: 'hello!' });
  expect((await forBot).map(({ text }) => text)).toEqual(['hello?', 'hello!']);
});

test('the page hears of new messages and of typing', async () => {
  await world.call('sendChatAction', { chat_id: SARA.telegram, action: 'typing' });
  expect(world.events.at(-1)).toEqual({ type: 'typing', platform: 'telegram', userId: '1001' });
  await send({ text: 'done' });
  expect(world.events.at(-1)).toMatchObject({
    type: 'chat',
    userId: '1001',
    item: { text: 'done', from: 'bot' },
  });
});

test('chats are as they were after a restart', async () => {
  await send({ text: 'one' });
  const before = await world.items(SARA.telegram);
  world = await world.reopen();
  expect(await world.items(SARA.telegram)).toEqual(before);
  const { result } = await send({ text: 'two' });
  expect(result.message_id).toBeGreaterThan(before.at(-1)?.messageId ?? 0);
});
