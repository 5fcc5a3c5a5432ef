/** Groups and channels as the messengers have them: who hears what, who may write, and what is told of it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Room } from '../../../../sandbox/bot-api/state/room-book.ts';
import type { Platform } from '../../../../sandbox/events.ts';
import { jsonRequest, openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const PLATFORMS: Platform[] = ['telegram', 'bale'];

async function open(platform: Platform, room: object): Promise<Room> {
  const response = await fetch(`${world.url}/sandbox/rooms/${platform}`, jsonRequest(room));
  expect(response.status).toBe(201);
  return (await response.json()) as Room;
}

async function act(platform: Platform, { id }: Room, action: object) {
  const path = `${world.url}/sandbox/rooms/${platform}/${id}/messages`;
  const response = await fetch(path, jsonRequest({ as: SARA[platform], ...action }));
  return { status: response.status, ...((await response.json()) as { error?: string; message?: object }) };
}

const group = (platform: Platform) => open(platform, { type: 'group', title: 'گروه' });
const channel = (platform: Platform) => open(platform, { type: 'channel', title: 'کانال', username: 'news' });
const send = (platform: Platform, chat_id: number | string, text = 'سلام') =>
  world.call('sendMessage', { chat_id, text }, platform);

async function updates(platform: Platform) {
  const { result } = await world.call('getUpdates', {}, platform);
  return result as Record<string, unknown>[];
}

test.each(PLATFORMS)('on %s there are a group and a channel to try', async (platform) => {
  const rooms = (await (await fetch(`${world.url}/sandbox/rooms/${platform}`)).json()) as Room[];
  expect(rooms).toEqual([
    expect.objectContaining({ type: 'group', bot: 'member' }),
    expect.objectContaining({ type: 'channel', bot: 'administrator', username: 'new_courses' }),
  ]);
});

test('on telegram of what is said in a group the bot hears what is meant for it', async () => {
  const room = await group('telegram');
  await act('telegram', room, { text: 'before it came' });
  await act('telegram', room, { bot: 'member' });
  const { result: own } = await send('telegram', room.id);
  await act('telegram', room, { text: 'talk of others' });
  await act('telegram', room, { sticker: true });
  await act('telegram', room, { text: '/course weld101' });
  await act('telegram', room, { text: 'what does @karamooz_bot say?' });
  await act('telegram', room, { text: 'and then?', replyTo: own.message_id });
  await act('telegram', room, { bot: 'administrator' });
  await act('telegram', room, { text: 'now it hears all' });
  const heard = (await updates('telegram')).flatMap(({ message }) => (message ? [message] : []));
  expect(heard).toEqual([
    expect.objectContaining({ new_chat_members: [expect.objectContaining({ is_bot: true })] }),
    expect.objectContaining({ text: '/course weld101', chat: { id: room.id, type: 'group', title: 'گروه' } }),
    expect.objectContaining({ text: 'what does @karamooz_bot say?' }),
    expect.objectContaining({ text: 'and then?', from: expect.objectContaining({ id: SARA.telegram }) }),
    expect.objectContaining({ text: 'now it hears all' }),
  ]);
});

test('on bale it hears everything, and is told of its coming by a message only', async () => {
  const room = await group('bale');
  await act('bale', room, { bot: 'member' });
  await act('bale', room, { text: 'talk of others' });
  expect(await updates('bale')).toEqual([
    expect.objectContaining({ message: expect.objectContaining({ new_chat_members: expect.anything() }) }),
    expect.objectContaining({ message: expect.objectContaining({ text: 'talk of others' }) }),
  ]);
});

test('on telegram its standing is told as it changes', async () => {
  const room = await group('telegram');
  for (const bot of ['member', 'administrator', 'kicked']) await act('telegram', room, { bot });
  const standings = (await updates('telegram')).flatMap(({ my_chat_member }) => my_chat_member ?? []);
  expect(standings).toMatchObject([
    { old_chat_member: { status: 'left' }, new_chat_member: { status: 'member' } },
    { old_chat_member: { status: 'member' }, new_chat_member: { status: 'administrator' } },
    { old_chat_member: { status: 'administrator' }, new_chat_member: { status: 'kicked' } },
  ]);
});

describe('who may write', () => {
  test.each<[Platform, number, string, number, string]>([
    ['telegram', 403, 'Forbidden: bot is not a member of the channel chat', 400, 'need administrator rights'],
    ['bale', 403, 'Forbidden: permission_denied', 403, 'Forbidden: permission_denied'],
  ])(
    'on %s only an administrator writes in a channel',
    async (platform, code, stranger, memberCode, member) => {
      const room = await channel(platform);
      expect(await send(platform, '@news')).toMatchObject({ error_code: code, description: stranger });
      await act(platform, room, { bot: 'member' });
      const refused = await send(platform, '@news');
      expect(refused).toMatchObject({ error_code: memberCode });
      expect(refused.description).toContain(member);
      await act(platform, room, { bot: 'administrator' });
      const { result } = await send(platform, '@news');
      expect(result).toMatchObject({ chat: { id: room.id, type: 'channel', username: 'news' } });
      expect(result.from).toBeUndefined();
      expect((await world.call('getChat', { chat_id: '@news' }, platform)).result.type).toBe('channel');
    },
  );

  test.each(PLATFORMS)('on %s nobody writes where they were put out', async (platform) => {
    const room = await group(platform);
    await act(platform, room, { bot: 'member' });
    expect((await send(platform, room.id)).ok).toBe(true);
    await act(platform, room, { bot: 'kicked' });
    expect(await send(platform, room.id)).toMatchObject({ error_code: 403 });
  });

  test.each<[Platform, number]>([
    ['telegram', 400],
    ['bale', 404],
  ])('on %s a group that it was never in is unknown to it', async (platform, code) => {
    expect(await send(platform, (await group(platform)).id)).toMatchObject({ error_code: code });
  });
});

test('a group that became a supergroup is found at its new number', async () => {
  const room = await group('telegram');
  await act('telegram', room, { bot: 'member' });
  await act('telegram', room, { upgrade: true });
  const refused = await send('telegram', room.id);
  expect(refused.description).toBe('Bad Request: group chat was upgraded to a supergroup chat');
  const moved = refused.parameters?.migrate_to_chat_id ?? 0;
  expect((await send('telegram', moved)).result.chat).toMatchObject({ id: moved, type: 'supergroup' });
  const told = (await updates('telegram')).flatMap(({ message }) => (message ? [message] : []));
  expect(told.slice(-2)).toMatchObject([{ migrate_to_chat_id: moved }, { migrate_from_chat_id: room.id }]);
  expect((await act('telegram', room, { text: 'hello?' })).error).toContain(String(moved));
  expect((await act('bale', await group('bale'), { upgrade: true })).status).toBe(409);
});

test('a press in a group is by the one who pressed', async () => {
  const room = await group('telegram');
  await act('telegram', room, { bot: 'member' });
  const reply_markup = { inline_keyboard: [[{ text: 'تأیید', callback_data: 'ok' }]] };
  await world.call('sendMessage', { chat_id: room.id, text: 'x', reply_markup });
  await act('telegram', room, { press: 'تأیید' });
  expect((await updates('telegram')).at(-1)).toMatchObject({
    callback_query: { from: { id: SARA.telegram }, message: { chat: { id: room.id } }, data: 'ok' },
  });
});

test.each(PLATFORMS)(
  'on %s in a group others’ messages are deleted by an administrator only',
  async (platform) => {
    const room = await group(platform);
    await act(platform, room, { bot: 'member' });
    const { message } = await act(platform, room, { text: '/start' });
    const { messageId } = message as { messageId: number };
    const remove = () => world.call('deleteMessage', { chat_id: room.id, message_id: messageId }, platform);
    expect(await remove()).toMatchObject({ error_code: 400 });
    await act(platform, room, { bot: 'administrator' });
    expect((await remove()).result).toBe(true);
  },
);

test('posts of a channel are told in the messenger’s own way', async () => {
  for (const platform of PLATFORMS) {
    const room = await channel(platform);
    await act(platform, room, { bot: 'administrator' });
    await act(platform, room, { text: 'خبر' });
  }
  const post = { text: 'خبر', sender_chat: expect.objectContaining({ type: 'channel' }) };
  expect((await updates('telegram')).at(-1)).toMatchObject({ channel_post: post });
  expect((await updates('bale')).at(-1)).toMatchObject({ message: post });
});

test('rooms, and what the bot is in them, are there after a restart', async () => {
  const room = await group('telegram');
  await act('telegram', room, { bot: 'member' });
  world = await world.reopen();
  expect((await send('telegram', room.id)).ok).toBe(true);
});

test.each<[Platform, number, string]>([
  ['telegram', 403, 'Forbidden: user is deactivated'],
  ['bale', 404, 'Not Found: no such group or user'],
])('on %s nobody writes to a deleted account', async (platform, error_code, description) => {
  await world.act(SARA[platform], { text: '/start' }, platform);
  const chat = `${world.url}/sandbox/chats/${platform}/${SARA[platform]}`;
  const settings = { ...jsonRequest({ deactivated: true }), method: 'PUT' };
  expect(await (await fetch(chat, settings)).json()).toMatchObject({ deactivated: true });
  expect(await send(platform, SARA[platform])).toMatchObject({ error_code, description });
});

test('a pinned message and a forwarded contact are told as such', async () => {
  const { message } = await world.act(SARA.telegram, { text: 'سلام' });
  await world.act(SARA.telegram, { pin: message.messageId });
  const contact = { phoneNumber: '09121234567', firstName: 'رضا', userId: SARA.telegram };
  await world.act(SARA.telegram, { forward: { contact } });
  expect((await updates('telegram')).slice(-2)).toMatchObject([
    { message: { pinned_message: { text: 'سلام' } } },
    { message: { contact: { user_id: SARA.telegram }, forward_origin: {} } },
  ]);
});

test.each([[{ type: 'party', title: 'x' }], [{ type: 'group' }]])(
  'a room such as %j is refused',
  async (room) => {
    const response = await fetch(`${world.url}/sandbox/rooms/telegram`, jsonRequest(room));
    expect(response.status).toBe(400);
  },
);
