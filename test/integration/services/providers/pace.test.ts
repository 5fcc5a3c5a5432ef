/** The pace of the civil registry: shared by processes over one Redis, and kept by each alone without it. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { CivilRegistry } from '../../../../services/providers/identity/civil-registry.ts';
import { atLivePace, createPace, type Pace } from '../../../../services/providers/identity/pace.ts';
import { type AbsentRedis, prepareAbsentRedis } from '../../../support/redis.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { until } from '../../../support/until.ts';

let redis: AbsentRedis;
const clients: Redis[] = [];

beforeAll(async () => {
  redis = await prepareAbsentRedis();
  await redis.start();
  for (let n = 0; n < 2; n += 1) {
    const client = new Redis(redis.url, { commandTimeout: 1_000 });
    client.on('error', () => {});
    clients.push(client);
    await until('Redis is reached', async () => client.status === 'ready');
  }
});
beforeEach(() => clients[0]?.flushall());
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await redis.close();
});

const paceOf = (client: Redis | null | undefined, perSecond: number) =>
  createPace({ redis: client ?? null, perSecond, log: silentLog });

/** When each of so many questions of the backlog got its slot, in ms since the first. */
async function slotsOf(paces: readonly Pace[], count: number): Promise<number[]> {
  const at: number[] = [];
  await Promise.all(
    paces.map(async (pace) => {
      while (at.length < count) if (await pace.slot('backlog')) at.push(performance.now());
    }),
  );
  return at.map((ms) => ms - (at[0] ?? 0));
}

test.each([
  ['of two processes together', () => clients],
  ['of a process without Redis', () => [null]],
])('the questions %s come no faster than is allowed', async (_who, of) => {
  const count = 60;
  const slots = await slotsOf(
    of().map((client) => paceOf(client, 100)),
    count,
  );
  expect(slots[count - 1]).toBeGreaterThan((count - 1) * 10);
});

test('who waits in a chat comes before the backlog, however long that is', async () => {
  const [here, there] = clients.map((client) => paceOf(client, 10));
  if (!here || !there) throw new Error('There are two');
  const order: string[] = [];
  const backlog = Array.from({ length: 6 }, () => here.slot('backlog').then(() => order.push('backlog')));
  await until('the backlog has begun', async () => order.length > 0);
  const begun = order.length;
  const live = Array.from({ length: 6 }, () => there.slot('live').then(() => order.push('live')));
  await Promise.all([...backlog, ...live]);
  // A slot had been taken ahead before they came, or two on a busy machine.
  expect(order.slice(begun).indexOf('live')).toBeLessThanOrEqual(2);
  expect(order.slice(-2)).toEqual(['backlog', 'backlog']);
  expect(order.lastIndexOf('live')).toBeLessThan(10);
});

const ANSWERS: CivilRegistry = { lookup: async () => ({ type: 'not-found' }) };

test('of more people in chats than the registry can be asked for, the last are not kept waiting', async () => {
  const registry = atLivePace(ANSWERS, paceOf(clients[0], 2));
  const answers = await Promise.all(Array.from({ length: 8 }, () => registry.lookup('0076229645')));
  expect(answers.filter(({ type }) => type === 'not-found').length).toBeLessThanOrEqual(4);
  expect(answers[7]).toEqual({ type: 'unavailable', fault: 'quota', reason: 'more than we may ask' });
});

test('a registry that says "too often" once is asked on, and twice is left alone for a moment by all processes', async () => {
  const [here, there] = clients.map((client) => paceOf(client, 1_000));
  if (!here || !there) throw new Error('There are two');
  const busy = atLivePace(
    { lookup: async () => ({ type: 'unavailable', fault: 'quota', reason: '429' }) },
    here,
  );
  const restOf = async () => {
    const begun = performance.now();
    await there.slot('live');
    return performance.now() - begun;
  };
  await busy.lookup('0076229645');
  const nextSlotIsIn = Number(await clients[0]?.get('pace:civil-registry')) / 1_000 - Date.now();
  expect(nextSlotIsIn).toBeLessThan(50);
  await busy.lookup('0076229645');
  expect(await restOf()).toBeGreaterThan(75);
});
