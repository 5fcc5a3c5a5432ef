import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createHandledUpdates } from '../../../bot/handled-updates.ts';
import { type RunningRedis, startRedis } from '../../support/redis.ts';
import { silentLog } from '../../support/silent-log.ts';

let server: RunningRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterEach(() => redis.flushall());
afterAll(async () => {
  redis.disconnect();
  await server.close();
});

/** What a process that has just started knows. */
const startedAnew = () => createHandledUpdates(redis, silentLog);

test('an update that was answered is known, and each before it, also after a restart', async () => {
  const handled = startedAnew();
  await handled.add('telegram:7', 12);
  for (const updates of [handled, startedAnew()]) {
    expect(await updates.includes('telegram:7', 12)).toBe(true);
    expect(await updates.includes('telegram:7', 11)).toBe(true);
    expect(await updates.includes('telegram:7', 13)).toBe(false);
  }
});

test('one that ends after a later one of its chat does not make the later one new', async () => {
  const handled = startedAnew();
  await handled.add('telegram:7', 12);
  await handled.add('telegram:7', 11);
  for (const updates of [handled, startedAnew()]) expect(await updates.includes('telegram:7', 12)).toBe(true);
});

test('chats, and the two messengers, do not disturb each other', async () => {
  const handled = startedAnew();
  await handled.add('telegram:7', 12);
  expect(await handled.includes('telegram:8', 1)).toBe(false);
  expect(await handled.includes('bale:7', 1)).toBe(false);
});

test('an album that was answered is known, also after a restart; another one is not', async () => {
  const handled = startedAnew();
  await handled.addAlbum('telegram:7', 'A');
  for (const updates of [handled, startedAnew()]) {
    expect(await updates.includesAlbum('telegram:7', 'A')).toBe(true);
    expect(await updates.includesAlbum('telegram:7', 'B')).toBe(false);
    expect(await updates.includesAlbum('telegram:8', 'A')).toBe(false);
  }
});

test('what is remembered fades after a day: numbering may begin anew', async () => {
  await startedAnew().add('telegram:7', 12);
  const seconds = await redis.ttl('handled:telegram:7');
  expect(seconds).toBeGreaterThan(23 * 60 * 60);
  expect(seconds).toBeLessThanOrEqual(24 * 60 * 60);
});

test('without Redis every update is answered: better twice than never', async () => {
  const away = new Redis(server.url, { lazyConnect: true });
  away.disconnect();
  const handled = createHandledUpdates(away, silentLog);
  expect(await handled.includes('telegram:7', 12)).toBe(false);
  await handled.add('telegram:7', 12);
});
