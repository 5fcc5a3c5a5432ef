import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { jsonRequest, methodUrl, openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.act(SARA.telegram, { text: '/start' });
});
afterEach(() => world.close());

const send = () => world.call('sendMessage', { chat_id: SARA.telegram, text: 'hi' });

test('a messenger that is down answers with a page, not with JSON', async () => {
  world.systems.set('bot-api', { mode: 'down', how: 'error' });
  const response = await fetch(methodUrl(world.url, 'getMe'));
  expect(response.status).toBe(502);
  expect(await response.text()).toContain('<h1>502 Bad Gateway</h1>');
  world.systems.set('bot-api', { mode: 'up' });
  expect((await world.call('getMe')).ok).toBe(true);
});

test('a connection can break', async () => {
  world.systems.set('bot-api', { mode: 'down', how: 'reset' });
  await expect(fetch(methodUrl(world.url, 'getMe'))).rejects.toThrow();
});

test('a limited messenger takes a burst into a chat and then one message a second', async () => {
  world.systems.set('bot-api', { mode: 'limited', perSecond: 30 });
  for (let count = 0; count < 3; count += 1) expect((await send()).ok).toBe(true);
  expect(await send()).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  });
  expect((await world.call('getUpdates')).ok).toBe(true);
  world.clock.ms += 1_000;
  expect((await send()).ok).toBe(true);
  expect((await send()).error_code).toBe(429);
});

test('a limited messenger takes so many messages a second over all chats', async () => {
  world.systems.set('bot-api', { mode: 'limited', perSecond: 2 });
  for (const userId of [11, 12, 13]) await world.act(userId, { text: '/start' });
  const sends = [11, 12, 13].map((chat_id) => world.call('sendMessage', { chat_id, text: 'hi' }));
  expect((await Promise.all(sends)).map(({ ok }) => ok)).toEqual([true, true, false]);
});

test('nothing is limited unless the switch says so', async () => {
  const sends = Array.from({ length: 60 }, send);
  expect((await Promise.all(sends)).every(({ ok }) => ok)).toBe(true);
});

test('the proxy in front of Bale can answer for it, in plain text', async () => {
  await world.act(SARA.bale, { text: '/start' }, 'bale');
  await fetch(`${world.url}/sandbox/chats/bale`, { ...jsonRequest({ plainTooMany: true }), method: 'PUT' });
  world.systems.set('bot-api', { mode: 'limited', perSecond: 1 });
  const post = () =>
    fetch(methodUrl(world.url, 'sendMessage', 'bale'), jsonRequest({ chat_id: SARA.bale, text: 'x' }));
  expect((await post()).status).toBe(200);
  const limited = await post();
  expect([limited.status, await limited.text()]).toEqual([429, 'local_rate_limited']);
});
