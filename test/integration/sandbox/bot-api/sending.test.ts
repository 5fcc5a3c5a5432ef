import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const start = () => world.act(SARA.telegram, { text: '/start' });
const send = (payload: object) =>
  world.call('sendMessage', { chat_id: SARA.telegram, text: 'hi', ...payload });
const inline = (...rows: object[][]) => ({ reply_markup: { inline_keyboard: rows } });
const button = (number: number) => ({ text: `${number}`, callback_data: `${number}` });

async function refusal(method: string, payload: object): Promise<string> {
  const { error_code, description } = await world.call(method, { chat_id: SARA.telegram, ...payload });
  return `${error_code} ${description}`;
}

test('a message that is sent comes to the person as it was meant', async () => {
  await start();
  const { result } = await send({
    text: '<b>سلام</b> <i>سارا</i> & <a href="https://example.ir/?a=1&amp;b=2">این‌جا</a>',
    parse_mode: 'HTML',
    ...inline([{ text: 'بله', callback_data: 'yes' }]),
  });
  expect(result).toMatchObject({
    text: 'سلام سارا & این‌جا',
    chat: { id: SARA.telegram, type: 'private', first_name: 'سارا' },
    from: { is_bot: true, username: 'karamooz_bot' },
    entities: [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'italic', offset: 5, length: 4 },
      { type: 'text_link', offset: 12, length: 6, url: 'https://example.ir/?a=1&b=2' },
    ],
  });
  expect((await world.items(SARA.telegram)).at(-1)).toMatchObject({
    messageId: result.message_id,
    from: 'bot',
    edited: false,
    text: 'سلام سارا & این‌جا',
    html: '<b>سلام</b> <i>سارا</i> &amp; <a href="https://example.ir/?a=1&amp;b=2">این‌جا</a>',
    buttons: [[{ text: 'بله', kind: 'callback', data: 'yes' }]],
  });
});

describe('who can be written to', () => {
  test('nobody who has not started the bot', async () => {
    expect(await refusal('sendMessage', { text: 'hi' })).toBe(
      "403 Forbidden: bot can't initiate conversation with a user",
    );
  });

  test('nobody who does not exist', async () => {
    expect(await refusal('sendMessage', { chat_id: 999, text: 'hi' })).toBe(
      '400 Bad Request: chat not found',
    );
    expect(await refusal('sendMessage', { chat_id: '', text: 'hi' })).toBe(
      '400 Bad Request: chat_id is empty',
    );
  });

  test('nobody who has blocked the bot, until they unblock it', async () => {
    await start();
    await world.act(SARA.telegram, { block: true });
    const blocked = '403 Forbidden: bot was blocked by the user';
    expect(await refusal('sendMessage', { text: 'hi' })).toBe(blocked);
    expect(await refusal('sendChatAction', { action: 'typing' })).toBe(blocked);
    world = await world.reopen();
    expect(await refusal('sendMessage', { text: 'hi' })).toBe(blocked);

    await world.act(SARA.telegram, { unblock: true });
    expect((await send({})).ok).toBe(true);
    const { result } = await world.call('getUpdates');
    const changes = result.flatMap((update: { my_chat_member?: { new_chat_member: { status: string } } }) =>
      update.my_chat_member ? [update.my_chat_member.new_chat_member.status] : [],
    );
    expect(changes).toEqual(['kicked', 'member']);
  });
});

describe('what is refused, in the real words', () => {
  beforeEach(start);

  test.each([
    ['an empty text', { text: '' }, 'message text is empty'],
    ['white space only', { text: ' \n ' }, 'text must be non-empty'],
    ['4097 characters', { text: 'x'.repeat(4_097) }, 'message is too long'],
    ['an unknown parse mode', { parse_mode: 'BBCode' }, 'unsupported parse_mode'],
    [
      'a tag without end',
      { text: 'a <b>c', parse_mode: 'HTML' },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      'an unknown tag',
      { text: 'é<constructor>c', parse_mode: 'HTML' },
      `can't parse entities: Unsupported start tag "constructor" at byte offset 2`,
    ],
    [
      'a smaller-than sign',
      { text: 'a < b', parse_mode: 'HTML' },
      `can't parse entities: Unsupported start tag "" at byte offset 2`,
    ],
    [
      'crossed tags',
      { text: '<b>x<i>y</b></i>', parse_mode: 'HTML' },
      `can't parse entities: Unmatched end tag at byte offset 8, expected "</i>", found "</b>"`,
    ],
    [
      'an unescaped dot in MarkdownV2',
      { text: 'a.', parse_mode: 'MarkdownV2' },
      `can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'`,
    ],
    [
      'an open bold in MarkdownV2',
      { text: '*a', parse_mode: 'MarkdownV2' },
      "can't parse entities: Can't find end of Bold entity at byte offset 0",
    ],
    [
      'an open bold in Markdown',
      { text: 'ab *c', parse_mode: 'Markdown' },
      "can't parse entities: Can't find end of the entity starting at byte offset 3",
    ],
    ['no callback data', inline([{ text: 'a', callback_data: '' }]), 'BUTTON_DATA_INVALID'],
    [
      '65 bytes of callback data',
      inline([{ text: 'a', callback_data: 'x'.repeat(65) }]),
      'BUTTON_DATA_INVALID',
    ],
    [
      '33 Persian letters, which are 66 bytes',
      inline([{ text: 'a', callback_data: 'ب'.repeat(33) }]),
      'BUTTON_DATA_INVALID',
    ],
    [
      'a button without action',
      inline([{ text: 'a' }]),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a button with two actions',
      inline([{ text: 'a', callback_data: 'x', url: 'https://example.ir' }]),
      'BUTTON_TYPE_INVALID',
    ],
    [
      'an address that is none',
      inline([{ text: 'a', url: 'http://' }]),
      "inline keyboard button URL 'http://' is invalid: Wrong HTTP URL",
    ],
    ['nine buttons in a row', inline([1, 2, 3, 4, 5, 6, 7, 8, 9].map(button)), 'REPLY_MARKUP_TOO_LONG'],
    [
      '104 buttons',
      inline(...Array.from({ length: 13 }, () => [1, 2, 3, 4, 5, 6, 7, 8].map(button))),
      'REPLY_MARKUP_TOO_LONG',
    ],
    ['markup that is no JSON', { reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
    ['a reply to nothing', { reply_parameters: { message_id: 99_999 } }, 'message to be replied not found'],
  ])('%s', async (_what, payload, words) => {
    expect(await refusal('sendMessage', { text: 'hi', ...payload })).toBe(`400 Bad Request: ${words}`);
    expect(await world.items(SARA.telegram)).toHaveLength(1);
  });

  test('but not what is just within the limits', async () => {
    const longest = `<b>${'x'.repeat(4_096)}</b>`;
    expect((await send({ text: longest, parse_mode: 'HTML' })).ok).toBe(true);
    expect((await send(inline([{ text: 'a', callback_data: 'ب'.repeat(32) }]))).ok).toBe(true);
    expect((await send({ reply_to_message_id: 1 })).result.reply_to_message.text).toBe('/start');
  });
});

describe('edits', () => {
  let messageId: number;
  beforeEach(async () => {
    await start();
    messageId = (await send({ text: 'one', ...inline([button(1)]) })).result.message_id;
  });
  const edit = (payload: object) =>
    world.call('editMessageText', { chat_id: SARA.telegram, message_id: messageId, ...payload });

  test('replace the message in place, under a new item id', async () => {
    const before = (await world.items(SARA.telegram)).at(-1);
    await edit({ text: 'two', ...inline([button(2)]) });
    const items = await world.items(SARA.telegram, 'telegram', `?after=${before?.id}`);
    expect(items).toMatchObject([{ messageId, text: 'two', edited: true, buttons: [[{ text: '2' }]] }]);
    expect(await world.items(SARA.telegram)).toHaveLength(2);
  });

  test('without markup take the buttons away', async () => {
    expect((await edit({ text: 'one' })).result).not.toHaveProperty('reply_markup');
  });

  test('that change nothing are refused, but new buttons or formatting are a change', async () => {
    const unchanged = /^Bad Request: message is not modified: specified new message content/;
    expect((await edit({ text: 'one', ...inline([button(1)]) })).description).toMatch(unchanged);
    expect((await edit({ text: 'one', ...inline([button(2)]) })).ok).toBe(true);
    expect((await edit({ text: '<b>one</b>', parse_mode: 'HTML', ...inline([button(2)]) })).ok).toBe(true);
    const markup = { message_id: messageId, ...inline([button(2)]) };
    expect(await refusal('editMessageReplyMarkup', markup)).toMatch(/message is not modified/);
  });

  test('need a message of the bot that can be edited', async () => {
    expect((await edit({ message_id: 99_999, text: 'x' })).description).toBe(
      'Bad Request: message to edit not found',
    );
    expect((await edit({ message_id: 1, text: 'x' })).description).toBe(
      "Bad Request: message can't be edited",
    );
    const withKeyboard = await send({ reply_markup: { keyboard: [['منو']] } });
    expect((await edit({ message_id: withKeyboard.result.message_id, text: 'x' })).description).toBe(
      "Bad Request: message can't be edited",
    );
    expect(await refusal('editMessageText', { text: 'x' })).toBe(
      '400 Bad Request: message identifier is not specified',
    );
    expect(await refusal('editMessageCaption', { message_id: messageId, caption: 'x' })).toBe(
      '400 Bad Request: there is no caption in the message to edit',
    );
  });

  test('a deleted message leaves the chat, once', async () => {
    expect(
      (await world.call('deleteMessage', { chat_id: SARA.telegram, message_id: messageId })).result,
    ).toBe(true);
    expect(world.events.at(-1)).toMatchObject({ type: 'chat', item: { messageId, deleted: true } });
    expect((await world.items(SARA.telegram)).map((item) => item.messageId)).not.toContain(messageId);
    expect(await refusal('deleteMessage', { message_id: messageId })).toBe(
      '400 Bad Request: message to delete not found',
    );
  });

  test('a message older than two days can no longer be deleted', async () => {
    world.clock.ms += 48 * 60 * 60 * 1_000;
    expect(await refusal('deleteMessage', { message_id: messageId })).toBe(
      "400 Bad Request: message can't be deleted for everyone",
    );
  });
});

test('copies say the same without a trace of their origin, forwards tell it', async () => {
  await start();
  const from = { from_chat_id: SARA.telegram, chat_id: SARA.telegram };
  const { result } = await send({ text: '<b>خبر</b>', parse_mode: 'HTML', ...inline([button(1)]) });
  await world.call('copyMessage', { ...from, message_id: result.message_id });
  const forwarded = await world.call('forwardMessage', { ...from, message_id: result.message_id });
  expect(forwarded.result.forward_origin).toMatchObject({ type: 'user', sender_user: { is_bot: true } });
  const [copy, forward] = (await world.items(SARA.telegram)).slice(-2);
  expect(copy).toMatchObject({ html: '<b>خبر</b>' });
  expect(copy).not.toHaveProperty('buttons');
  expect(copy).not.toHaveProperty('forwarded');
  expect(forward).toMatchObject({ html: '<b>خبر</b>', forwarded: true });
  expect(await refusal('copyMessage', { ...from, message_id: 99_999 })).toBe(
    '400 Bad Request: message to copy not found',
  );
});

test('the menu of commands and the descriptions are kept', async () => {
  const commands = [{ command: 'start', description: 'شروع' }];
  await world.call('setMyCommands', { commands });
  await world.call('setMyCommands', {
    commands: [{ command: 'start', description: 'Start' }],
    language_code: 'en',
  });
  await world.call('setMyDescription', { description: 'ثبت‌نام دوره' });
  world = await world.reopen();
  expect((await world.call('getMyCommands')).result).toEqual(commands);
  const chat = await (await fetch(`${world.url}/sandbox/chats/telegram/${SARA.telegram}`)).json();
  expect(chat).toMatchObject({
    bot: { username: 'karamooz_bot', description: 'ثبت‌نام دوره', commands: [{ description: 'Start' }] },
    started: false,
  });
  await world.call('deleteMyCommands');
  expect((await world.call('getMyCommands')).result).toEqual([]);
  const wrong = await world.call('setMyCommands', { commands: [{ command: 'شروع', description: 'x' }] });
  expect(wrong.description).toBe('Bad Request: BOT_COMMAND_INVALID');
});
