/** Breakers of several processes over one Redis, and over none. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { Types } from 'mongoose';
import {
  FAILURES_IN_A_ROW,
  FIRST_PAUSE_MS,
  PROBE_EXPIRES_MS,
} from '../../../../services/breakers/condition.ts';
import { type Breakers, createBreakers, REMEMBERED_MS } from '../../../../services/breakers/service.ts';
import { createSharedConditions } from '../../../../services/breakers/shared-conditions.ts';
import { randomIds } from '../../../../services/clock.ts';
import { createGate } from '../../../support/gate.ts';
import { type AbsentRedis, prepareAbsentRedis } from '../../../support/redis.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { until } from '../../../support/until.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
let redis: AbsentRedis;
const clients: Redis[] = [];

beforeAll(async () => {
  [world, redis] = await Promise.all([createWorld(), prepareAbsentRedis()]);
  await redis.start();
});
afterEach(async () => {
  await clients[0]?.flushall();
  for (const client of clients.splice(0)) client.disconnect();
  await world.models.SystemOverride.deleteMany({});
});
afterAll(async () => {
  await Promise.all([world.close(), redis.close()]);
});

/** A process of its own, as far as breakers can tell. */
async function breakersOfAProcess(): Promise<Breakers> {
  const client = new Redis(redis.url, { commandTimeout: 1_000 });
  client.on('error', () => {});
  clients.push(client);
  await until('Redis is reached', async () => client.status === 'ready');
  return breakersOn(client);
}

function breakersOn(client: Redis | null): Breakers {
  return createBreakers({
    ...{ models: world.models, clock: world.clock, ids: randomIds, log: silentLog },
    systems: ['shahkar', 'sms'],
    conditions: createSharedConditions(client, silentLog),
  });
}

/** One call that the system answers, or fails to. */
async function call(breakers: Breakers, answer: 'works' | 'fails', system: 'shahkar' | 'sms' = 'shahkar') {
  const guarded = await breakers.guard(
    system,
    async () => answer,
    (outcome) => outcome === 'fails',
  );
  return guarded.type === 'called' ? guarded.outcome : guarded.why;
}

async function fail(breakers: readonly Breakers[], times = FAILURES_IN_A_ROW): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const one = breakers[n % breakers.length];
    if (one) await call(one, 'fails');
  }
}

describe('processes that share a Redis', () => {
  test('count failures together, and none of them asks when the breaker has opened', async () => {
    const [a, b] = [await breakersOfAProcess(), await breakersOfAProcess()];
    await fail([a, b], FAILURES_IN_A_ROW - 1);
    expect(await call(a, 'fails')).toBe('fails');
    world.advance(REMEMBERED_MS);
    expect([await call(a, 'works'), await call(b, 'works')]).toEqual(['down', 'down']);
    expect(await call(b, 'works', 'sms')).toBe('works');
  });

  test('forget failures when one of them has an answer', async () => {
    const [a, b] = [await breakersOfAProcess(), await breakersOfAProcess()];
    await fail([a], FAILURES_IN_A_ROW - 1);
    expect(await call(b, 'works')).toBe('works');
    await fail([a], 1);
    expect(await call(a, 'works')).toBe('works');
  });

  test('send one probe between them, however many ask at once; its answer opens the way for all', async () => {
    const processes = await Promise.all([1, 2, 3, 4].map(breakersOfAProcess));
    await fail(processes);
    world.advance(FIRST_PAUSE_MS);
    const gate = createGate();
    let probes = 0;
    const asked = Promise.all(
      [...processes, ...processes, ...processes].map((breakers) =>
        breakers.guard(
          'shahkar',
          async () => {
            probes += 1;
            await gate.opened;
          },
          () => false,
        ),
      ),
    );
    await until('a probe is under way', async () => probes > 0);
    gate.open();
    const types = (await asked).map(({ type }) => type);
    expect(types.filter((type) => type === 'called')).toHaveLength(1);
    expect(probes).toBe(1);
    world.advance(REMEMBERED_MS);
    for (const breakers of processes) expect(await call(breakers, 'works')).toBe('works');
  });

  test('send another probe when the process of the first one died', async () => {
    const [a, b] = [await breakersOfAProcess(), await breakersOfAProcess()];
    await fail([a]);
    world.advance(FIRST_PAUSE_MS);
    const begun = createGate();
    // The death of a process: its call never ends.
    const neverEnds = () => {
      begun.open();
      return new Promise(() => {});
    };
    void a.guard('shahkar', neverEnds, () => false);
    await begun.opened;
    expect(await call(b, 'works')).toBe('down');
    world.advance(PROBE_EXPIRES_MS);
    expect(await call(b, 'works')).toBe('works');
  });

  test('cost no round trip for each call while all is well', async () => {
    const breakers = await breakersOfAProcess();
    await call(breakers, 'works');
    const client = clients.at(-1);
    if (!client) throw new Error('There is no client');
    const before = Number((await client.info('commandstats')).match(/cmdstat_mget:calls=(\d+)/)?.[1] ?? 0);
    for (let n = 0; n < 50; n += 1) await call(breakers, 'works');
    const after = Number((await client.info('commandstats')).match(/cmdstat_mget:calls=(\d+)/)?.[1] ?? 0);
    expect(after - before).toBe(0);
  });
});

test('what a call throws counts as a failure and is thrown on', async () => {
  const breakers = await breakersOfAProcess();
  const broken = () =>
    breakers.guard(
      'shahkar',
      () => Promise.reject(new Error('out of order')),
      () => false,
    );
  for (let n = 0; n < FAILURES_IN_A_ROW; n += 1) await expect(broken()).rejects.toThrow('out of order');
  expect(await call(breakers, 'works')).toBe('down');
});

describe('without Redis', () => {
  test('a process begins by asking, and opens and closes by what it sees itself', async () => {
    const [a, b] = [breakersOn(null), breakersOn(null)];
    await fail([a]);
    world.advance(REMEMBERED_MS);
    expect([await call(a, 'works'), await call(b, 'works')]).toEqual(['down', 'works']);
    world.advance(FIRST_PAUSE_MS);
    expect(await call(a, 'works')).toBe('works');
  });
});

describe('staff', () => {
  const override = (to: 'off' | 'on', until?: Date) =>
    world.models.SystemOverride.create({
      ...{ system: 'shahkar', to, by: new Types.ObjectId(), reason: 'تعمیر', since: world.clock() },
      ...(until && { until }),
    });

  test('who switch a system off stop its calls in all processes within a second, until the end they gave', async () => {
    const [a, b] = [await breakersOfAProcess(), await breakersOfAProcess()];
    expect([await call(a, 'works'), await call(b, 'works')]).toEqual(['works', 'works']);
    await override('off', new Date(world.clock().getTime() + 10_000));
    world.advance(REMEMBERED_MS);
    expect([await call(a, 'works'), await call(b, 'works')]).toEqual(['switched-off', 'switched-off']);
    world.advance(10_000);
    expect(await call(a, 'works')).toBe('works');
  });

  test('who switch it on have it asked whatever the breaker has seen', async () => {
    const breakers = await breakersOfAProcess();
    await fail([breakers]);
    await override('on');
    world.advance(REMEMBERED_MS);
    expect(await call(breakers, 'fails')).toBe('fails');
    expect(await breakers.stance('shahkar')).toBe('calls');
  });
});
