/** The backfill of several processes, through outages and restarts, over one Redis. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Types } from 'mongoose';
import { createBreakers } from '../../../../services/breakers/service.ts';
import { createSharedConditions } from '../../../../services/breakers/shared-conditions.ts';
import { randomIds } from '../../../../services/clock.ts';
import {
  CLAIM_EXPIRES_MS,
  FIRST_BACK_OFF_MS,
  LONGEST_BACK_OFF_MS,
} from '../../../../services/identity/backfill.ts';
import { createIdentity, type Identity } from '../../../../services/identity/service.ts';
import { guardCivilRegistry } from '../../../../services/providers/guarded.ts';
import type { CivilRegistry } from '../../../../services/providers/identity/civil-registry.ts';
import { createPace } from '../../../../services/providers/identity/pace.ts';
import { nationalCodeOf } from '../../../support/national-codes.ts';
import { type RunningRedis, startRedis } from '../../../support/redis.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { until } from '../../../support/until.ts';
import { createWorld, type World } from '../../../support/world.ts';

const IN_FLIGHT = 4;

let world: World;
let redis: RunningRedis;
const clients: Redis[] = [];

beforeAll(async () => {
  [world, redis] = await Promise.all([createWorld(), startRedis()]);
});
afterEach(async () => {
  await clients[0]?.flushall();
  for (const client of clients.splice(0)) client.disconnect();
  Object.assign(world.registers, { registryDown: false, lookups: [] });
  world.registers.withoutAnswer.clear();
  await Promise.all([world.models.Person.deleteMany({}), world.models.StaffCase.deleteMany({})]);
});
afterAll(() => Promise.all([world.close(), redis.close()]));

/** A process of its own, as far as the backfill can tell. */
async function aProcess(
  registry: CivilRegistry = world.registers,
  { random = 0.5, perSecond = 1_000 } = {},
): Promise<Identity> {
  const client = new Redis(redis.url, { commandTimeout: 1_000 });
  clients.push(client);
  await until('Redis is reached', async () => client.status === 'ready');
  const { models, clock, identityDeps } = world;
  const breakers = createBreakers({
    ...{ models, clock, ids: randomIds, log: silentLog, systems: ['civil-registry'] },
    conditions: createSharedConditions(client, silentLog),
  });
  return createIdentity({
    ...identityDeps,
    backlog: {
      civilRegistry: guardCivilRegistry(registry, breakers),
      pace: createPace({ redis: client, perSecond, log: silentLog }),
      ...{ breakers, random: () => random, inFlight: IN_FLIGHT },
    },
  });
}

let codes = 50_000;
/** So many who were let in without a name, and whom the registry knows. */
async function pending(count: number): Promise<Types.ObjectId[]> {
  const people: Types.ObjectId[] = [];
  for (let n = 0; n < count; n += 1) {
    codes += 1;
    const nationalCode = nationalCodeOf(codes);
    const mobile = `0913${String(codes).padStart(7, '0')}`;
    world.registers.people.set(nationalCode, { firstName: 'زهرا', lastName: 'کریمی', mobile, alive: true });
    people.push((await world.people.ofCode(nationalCode))._id);
  }
  return people;
}

const states = async () =>
  (await world.models.Person.find().lean<{ identity: string }[]>()).map(({ identity }) => identity);
const isDone = async () => (await states()).every((state) => state === 'verified');
const askedOnce = () => expect(world.registers.lookups.length).toBe(new Set(world.registers.lookups).size);

describe('processes at once', () => {
  test('ask for each person once, and none is left out', async () => {
    await pending(60);
    const [one, other] = [await aProcess(), await aProcess()];
    const passes = await Promise.all([one.backfill(), other.backfill()]);
    expect(passes.map(({ stillDown }) => stillDown)).toEqual([false, false]);
    expect((passes[0]?.completed ?? 0) + (passes[1]?.completed ?? 0)).toBe(60);
    askedOnce();
    expect(await isDone()).toBe(true);
  });

  test('that are told to stop finish what they have asked, and the next one goes on: each is asked for once', async () => {
    await pending(40);
    const stopping = new AbortController();
    const stopped = await aProcess({
      async lookup(nationalCode) {
        if (world.registers.lookups.length === 10) stopping.abort();
        return world.registers.lookup(nationalCode);
      },
    });
    const { completed } = await stopped.backfill(stopping.signal);
    expect(completed).toBeLessThan(20);
    expect((await states()).filter((state) => state === 'verified')).toHaveLength(completed);
    await (await aProcess()).backfill();
    askedOnce();
    expect(await isDone()).toBe(true);
  });

  test('of which one dies with questions under way lose nobody', async () => {
    await pending(12);
    const dead = await aProcess({ lookup: () => new Promise<never>(() => {}) });
    void dead.backfill();
    await until(
      'it has asked all that it may at once',
      async () =>
        (await world.models.Person.countDocuments({ registryDueAt: { $exists: true } })) === IN_FLIGHT,
    );
    const next = await aProcess();
    expect(await next.backfill()).toEqual({ completed: 12 - IN_FLIGHT, stillDown: false });
    world.advance(CLAIM_EXPIRES_MS - 1);
    expect(await next.backfill()).toMatchObject({ completed: 0 });
    world.advance(1);
    expect(await next.backfill()).toMatchObject({ completed: IN_FLIGHT });
    expect(await isDone()).toBe(true);
  });
});

describe('a registry that is away', () => {
  test('is asked a few times, then by one probe at a time, and when it is back everybody gets a name', async () => {
    await pending(30);
    world.registers.registryDown = true;
    const both = [await aProcess(), await aProcess()];
    const passOfBoth = () => Promise.all(both.map((one) => one.backfill()));
    await passOfBoth();
    const asked = () => world.registers.lookups.length;
    const untilOpen = asked();
    // Five failures open it; what the others have under way then is all that comes besides.
    expect(untilOpen).toBeLessThanOrEqual(5 + 2 * IN_FLIGHT);
    expect(await passOfBoth()).toEqual([
      { completed: 0, stillDown: true },
      { completed: 0, stillDown: true },
    ]);
    expect(asked()).toBe(untilOpen);
    world.advance(3_000);
    await passOfBoth();
    expect(asked()).toBe(untilOpen + 1);
    world.registers.registryDown = false;
    world.advance(6_000);
    await passOfBoth();
    world.advance(FIRST_BACK_OFF_MS);
    await passOfBoth();
    expect(await isDone()).toBe(true);
    // Nobody was asked for again who had an answer.
    expect(asked()).toBe(untilOpen + 1 + 30);
  });

  test('is asked for one and the same person less and less often, up to a limit, and not by all at once', async () => {
    const [id] = await pending(1);
    if (!id) throw new Error('Nobody is pending');
    const onlyThis = [...world.registers.people.keys()].at(-1) ?? '';
    world.registers.withoutAnswer.add(onlyThis);
    const asking = (random: number) => aProcess(world.registers, { random });
    const dueIn = async () => {
      const { registryDueAt } = await world.models.Person.findById(id)
        .orFail()
        .lean<{ registryDueAt: Date }>();
      return registryDueAt.getTime() - world.clock().getTime();
    };
    const waits: number[] = [];
    for (let failure = 0; failure < 4; failure += 1) {
      await (await asking(1)).backfill();
      waits.push(await dueIn());
      world.advance(LONGEST_BACK_OFF_MS);
    }
    expect(waits).toEqual([1, 1, 2, 4].map((times) => times * FIRST_BACK_OFF_MS));
    await world.models.Person.updateOne({ _id: id }, { registryAttempts: 40 });
    await (await asking(0)).backfill();
    expect(await dueIn()).toBe(LONGEST_BACK_OFF_MS / 2);
  });

  test('that says "too often" is asked again soon, and not taken to be down', async () => {
    await pending(20);
    const refusedOnce = new Set<string>();
    let alwaysRefused: string | null = [...world.registers.people.keys()].at(-1) ?? '';
    const busy = await aProcess({
      async lookup(nationalCode) {
        const isLet = refusedOnce.has(nationalCode) && nationalCode !== alwaysRefused;
        refusedOnce.add(nationalCode);
        if (isLet) return world.registers.lookup(nationalCode);
        return { type: 'unavailable', fault: 'quota', reason: '429' };
      },
    });
    expect(await busy.backfill()).toEqual({ completed: 19, stillDown: false });
    alwaysRefused = null;
    world.advance(2_000);
    expect(await busy.backfill()).toEqual({ completed: 1, stillDown: false });
    expect(await isDone()).toBe(true);
  });
});

describe('a name that is not the registry’s to change', () => {
  const nameOf = (id: Types.ObjectId) => world.people.known(id);
  const cases = () => world.models.StaffCase.find().lean<{ kind: string; facts: object }[]>();

  test('stays, and staff get a case when the registry knows another', async () => {
    const [id] = await pending(1);
    if (!id) throw new Error('Nobody is pending');
    await world.models.Person.updateOne(
      { _id: id },
      { firstName: 'زهره', lastName: 'کریمی', nameSource: 'staff' },
    );
    await (await aProcess()).backfill();
    expect(await nameOf(id)).toMatchObject({ firstName: 'زهره', nameSource: 'staff', identity: 'verified' });
    expect(await cases()).toMatchObject([
      { kind: 'registry-differs', person: id, facts: { ours: 'زهره کریمی', theirs: 'زهرا کریمی' } },
    ]);
  });

  test('stays without a case when only the letters are typed differently', async () => {
    const [id] = await pending(1);
    if (!id) throw new Error('Nobody is pending');
    await world.models.Person.updateOne(
      { _id: id },
      { firstName: 'زهرا', lastName: 'كريمي', nameSource: 'national-window' },
    );
    await (await aProcess()).backfill();
    expect(await nameOf(id)).toMatchObject({ lastName: 'كريمي', identity: 'verified' });
    expect(await cases()).toEqual([]);
  });

  test('stays when the national window gave it while the registry was being asked', async () => {
    const [id] = await pending(1);
    if (!id) throw new Error('Nobody is pending');
    const slow = await aProcess({
      async lookup(nationalCode) {
        const set = { firstName: 'فاطمه زهرا', lastName: 'کریمی', nameSource: 'national-window' } as const;
        await world.models.Person.updateOne({ _id: id }, { ...set, identity: 'verified' });
        return world.registers.lookup(nationalCode);
      },
    });
    await slow.backfill();
    expect(await nameOf(id)).toMatchObject({ firstName: 'فاطمه زهرا', nameSource: 'national-window' });
    expect(await world.models.Notification.countDocuments({ person: id })).toBe(0);
    expect(await cases()).toMatchObject([{ facts: { ours: 'فاطمه زهرا کریمی', theirs: 'زهرا کریمی' } }]);
  });
});
