/** Each company that answers for Shahkar or the civil registry is held to the same: what it says is told, what it cannot say is never a "no". */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Logger } from 'pino';
import { REGISTRY_PROVIDERS, SHAHKAR_PROVIDERS, type ShahkarProvider } from '../../../../config.ts';
import { createLog } from '../../../../log.ts';
import { CLIENT_ID } from '../../../../sandbox/providers/aggregator.ts';
import { CIVIL_REGISTRY_TOKEN, SHAHKAR_TOKEN } from '../../../../sandbox/providers/credentials.ts';
import type { SystemMode } from '../../../../sandbox/systems.ts';
import { randomIds } from '../../../../services/clock.ts';
import {
  type CivilRegistryOptions,
  createCivilRegistry,
} from '../../../../services/providers/identity/civil-registry.ts';
import { createShahkar, type ShahkarOptions } from '../../../../services/providers/identity/shahkar.ts';
import { withCannedAnswer } from '../../../support/canned-answer.ts';
import {
  DECEASED,
  MARYAM,
  NOBODY,
  type OutsideSystems,
  REZA,
  startOutsideSystems,
} from '../../../support/outside-systems.ts';
import { silentLog } from '../../../support/silent-log.ts';

const TIMEOUT_MS = 1_000;
let world: OutsideSystems;
let now = Date.now();

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterEach(() => {
  world.systems.set('shahkar', { mode: 'up' });
  world.systems.set('civil-registry', { mode: 'up' });
});
afterAll(() => world.close());

const common = { clientId: CLIENT_ID, timeoutMs: TIMEOUT_MS, ids: randomIds, log: silentLog };

const shahkar = (provider: ShahkarProvider, change: Partial<ShahkarOptions> = {}) =>
  createShahkar({
    ...{ ...common, provider, apiRoot: `${world.url}/systems/shahkar`, token: SHAHKAR_TOKEN },
    ...{ now: () => now },
    ...change,
  });
const registry = (provider: CivilRegistryOptions['provider'], change: Partial<CivilRegistryOptions> = {}) =>
  createCivilRegistry({
    ...{ ...common, provider, apiRoot: `${world.url}/systems/civil-registry`, token: CIVIL_REGISTRY_TOKEN },
    ...change,
  });

/** Every way for a system to be out of order. */
const OUTAGES: [SystemMode, string][] = [
  [{ mode: 'down', how: 'error' }, 'http 503'],
  [{ mode: 'down', how: 'reset' }, 'ECONNRESET'],
  [{ mode: 'down', how: 'hang' }, 'timeout'],
  [{ mode: 'slow', delayMs: 5_000 }, 'timeout'],
];
/** What stands in front of a system, or a system that has changed. */
const NONSENSE = ['<html></html>', '{}', '{"result":1,"data":{"matched":"yes"},"response_body":{"data":{}}}'];
const NOT_A_CODE = '1111111111';

describe.each(SHAHKAR_PROVIDERS)('Shahkar by %s', (provider) => {
  test('says yes for the mobile that is registered to the national code', async () => {
    expect(await shahkar(provider).match(MARYAM.nationalCode, '09120000001')).toEqual({ type: 'match' });
  });

  test.each([
    ["a SIM in a parent's name", REZA.nationalCode, '09120000002'],
    ["somebody else's mobile", MARYAM.nationalCode, '09120000002'],
    ['a mobile that nobody has', MARYAM.nationalCode, '09129999999'],
    ['a national code that nobody has', NOBODY, '09120000001'],
  ])('says no for %s', async (_case, nationalCode, mobile) => {
    expect(await shahkar(provider).match(nationalCode, mobile)).toEqual({ type: 'mismatch' });
  });

  test('says more than no of a code that is none', async () => {
    expect(await shahkar(provider).match(NOT_A_CODE, '09120000001')).toEqual({
      type: 'mismatch',
      why: 'bad-input',
    });
  });

  test.each(OUTAGES)(
    'is unavailable by its own fault, and never a mismatch, when it is %j',
    async (mode, reason) => {
      world.systems.set('shahkar', mode);
      expect(await shahkar(provider).match(MARYAM.nationalCode, '09120000001')).toEqual({
        ...{ type: 'unavailable', fault: 'theirs', reason },
      });
    },
  );

  test('is unavailable by the quota beyond the allowed rate', async () => {
    const service = shahkar(provider);
    await service.match(MARYAM.nationalCode, '09120000001');
    world.systems.set('shahkar', { mode: 'limited', perSecond: 1 });
    await service.match(MARYAM.nationalCode, '09120000001');
    expect(await service.match(MARYAM.nationalCode, '09120000001')).toMatchObject({
      ...{ type: 'unavailable', fault: 'quota' },
    });
  });

  test('is unavailable by our fault to one with a wrong token', async () => {
    const service = shahkar(provider, { token: 'stolen' });
    expect(await service.match(MARYAM.nationalCode, '09120000001')).toMatchObject({
      ...{ type: 'unavailable', fault: 'ours' },
    });
  });

  test.each(NONSENSE)('takes no answer from %s', async (body) => {
    const result = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
      shahkar(provider, { apiRoot }).match(MARYAM.nationalCode, '09120000001'),
    );
    expect(result).toMatchObject({ type: 'unavailable', fault: 'theirs' });
  });
});

describe.each(REGISTRY_PROVIDERS)('the civil registry by %s', (provider) => {
  const maryam = { type: 'found', firstName: 'مریم', lastName: 'شایسته‌نیا' };
  const birthDate = new Date('1998-11-24T09:00:00Z');

  test('tells the name of a living person, with the birth date or without', async () => {
    expect(await registry(provider).lookup(MARYAM.nationalCode)).toEqual(maryam);
    expect(await registry(provider).lookup(MARYAM.nationalCode, birthDate)).toEqual(maryam);
  });

  test('is given the birth date that is known, as the Jalali day in Tehran', async () => {
    const dayAfter = new Date('1998-11-24T21:00:00Z');
    expect(await registry(provider).lookup(MARYAM.nationalCode, dayAfter)).toEqual({ type: 'not-found' });
  });

  test('knows that a person has died, does not find a code that nobody has, and refuses one that is none', async () => {
    expect(await registry(provider).lookup(DECEASED.nationalCode)).toEqual({ type: 'deceased' });
    expect(await registry(provider).lookup(NOBODY)).toEqual({ type: 'not-found' });
    expect(await registry(provider).lookup(NOT_A_CODE)).toEqual({ type: 'bad-input' });
  });

  test.each(OUTAGES)('is unavailable by its own fault when it is %j', async (mode, reason) => {
    world.systems.set('civil-registry', mode);
    expect(await registry(provider).lookup(MARYAM.nationalCode)).toEqual({
      ...{ type: 'unavailable', fault: 'theirs', reason },
    });
  });

  test('is unavailable by the quota beyond the allowed rate, and by our fault with a wrong token', async () => {
    world.systems.set('civil-registry', { mode: 'limited', perSecond: 1 });
    await registry(provider).lookup(MARYAM.nationalCode);
    expect(await registry(provider).lookup(MARYAM.nationalCode)).toMatchObject({ fault: 'quota' });
    world.systems.set('civil-registry', { mode: 'up' });
    const stolen = registry(provider, { token: 'stolen' });
    expect(await stolen.lookup(MARYAM.nationalCode)).toMatchObject({ type: 'unavailable', fault: 'ours' });
  });

  test.each(NONSENSE.slice(0, 1))('takes no answer from %s', async (body) => {
    const result = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
      registry(provider, { apiRoot }).lookup(MARYAM.nationalCode),
    );
    expect(result).toMatchObject({ type: 'unavailable', fault: 'theirs' });
  });
});

test.each([
  ['zohal', '{"result":0,"response_body":{"error_code":"INVALID_BIRTH_DATE"}}'],
  ['uid', '{"responseContext":{"status":{"code":9,"details":["birthDate"]}}}'],
  ['zibal', '{"result":6,"message":"birthDate is required"}'],
] as const)(
  'a contract of %s that demands a birth date is our fault, and nobody’s "not found"',
  async (provider, body) => {
    const result = await withCannedAnswer({ status: 400, body }, (apiRoot) =>
      registry(provider, { apiRoot }).lookup(MARYAM.nationalCode),
    );
    expect(result).toEqual({ type: 'unavailable', fault: 'ours', reason: 'needs a birth date' });
  },
);

test('a Finnotech token is used until its life is over, then another one is fetched', async () => {
  const service = shahkar('finnotech');
  const ask = () => service.match(MARYAM.nationalCode, '09120000001');
  expect([await ask(), await ask()]).toEqual([{ type: 'match' }, { type: 'match' }]);
  // The service forgets it before we expect it to …
  world.advance(120_000);
  expect(await ask()).toEqual({ type: 'match' });
  // … and we before the service does.
  now += 120_000;
  expect(await ask()).toEqual({ type: 'match' });
});

test('an answer that failed at once is asked for once more, and a call is logged without who was asked about', async () => {
  let answers = 0;
  const lines: string[] = [];
  const flaky = await startOutsideSystems(undefined, () => (answers++ === 0 ? 0 : 1));
  flaky.systems.set('shahkar', { mode: 'flaky', share: 0.5, how: 'reset' });
  const log: Logger = createLog('info', { write: (line: string) => void lines.push(line) });
  const service = shahkar('zohal', { apiRoot: `${flaky.url}/systems/shahkar`, log });
  expect(await service.match(MARYAM.nationalCode, '09120000001')).toEqual({ type: 'match' });
  await flaky.close();
  const [failed, answered] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(failed).toMatchObject({ level: 40, fault: 'theirs', code: 'ECONNRESET', system: 'shahkar' });
  expect(answered).toMatchObject({ level: 30, code: 'answered', provider: 'zohal' });
  expect(answered?.trackId).toMatch(/^[\w-]{22}$/);
  expect(lines.join()).not.toMatch(/0076229645|09120000001|match/);
});
