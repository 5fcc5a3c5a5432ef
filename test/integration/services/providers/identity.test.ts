import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CIVIL_REGISTRY_TOKEN, SHAHKAR_TOKEN } from '../../../../sandbox/providers/credentials.ts';
import type { SystemMode } from '../../../../sandbox/systems.ts';
import { createCivilRegistry } from '../../../../services/providers/identity/civil-registry.ts';
import { createShahkar } from '../../../../services/providers/identity/shahkar.ts';
import { withCannedAnswer } from '../../../support/canned-answer.ts';
import {
  DECEASED,
  MARYAM,
  NOBODY,
  type OutsideSystems,
  REZA,
  startOutsideSystems,
} from '../../../support/outside-systems.ts';

const TIMEOUT_MS = 1_000;
let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterEach(() => {
  world.systems.set('shahkar', { mode: 'up' });
  world.systems.set('civil-registry', { mode: 'up' });
});
afterAll(() => world.close());

const shahkar = (token = SHAHKAR_TOKEN) =>
  createShahkar({ apiRoot: `${world.url}/systems/shahkar`, token, timeoutMs: TIMEOUT_MS });
const registry = (token = CIVIL_REGISTRY_TOKEN) =>
  createCivilRegistry({ apiRoot: `${world.url}/systems/civil-registry`, token, timeoutMs: TIMEOUT_MS });

/** Every way for a system to be out of order, and what its adapter says of it. */
const OUTAGES: [SystemMode, string][] = [
  [{ mode: 'down', how: 'error' }, 'http 503'],
  [{ mode: 'down', how: 'reset' }, 'ECONNRESET'],
  [{ mode: 'down', how: 'hang' }, 'timeout'],
  [{ mode: 'slow', delayMs: 5_000 }, 'timeout'],
];

describe('Shahkar', () => {
  test('says yes for the mobile that is registered to the national code', async () => {
    expect(await shahkar().match(MARYAM.nationalCode, '09120000001')).toEqual({ type: 'match' });
  });

  test.each([
    ["a SIM in a parent's name", REZA.nationalCode, '09120000002'],
    ["somebody else's mobile", MARYAM.nationalCode, '09120000002'],
    ['a mobile that nobody has', MARYAM.nationalCode, '09129999999'],
    ['a national code that nobody has', NOBODY, '09120000001'],
  ])('says no for %s', async (_case, nationalCode, mobile) => {
    expect(await shahkar().match(nationalCode, mobile)).toEqual({ type: 'mismatch' });
  });

  test.each(OUTAGES)('is unavailable, and never a mismatch, when it is %j', async (mode, reason) => {
    world.systems.set('shahkar', mode);
    expect(await shahkar().match(MARYAM.nationalCode, '09120000001')).toEqual({
      type: 'unavailable',
      reason,
    });
  });

  test('is unavailable beyond the allowed rate', async () => {
    world.systems.set('shahkar', { mode: 'limited', perSecond: 1 });
    expect(await shahkar().match(MARYAM.nationalCode, '09120000001')).toEqual({ type: 'match' });
    expect(await shahkar().match(MARYAM.nationalCode, '09120000001')).toEqual({
      type: 'unavailable',
      reason: 'TOO_MANY_REQUESTS',
    });
  });

  test('is unavailable to one with a wrong token, or with a code that is not one', async () => {
    expect(await shahkar('stolen').match(MARYAM.nationalCode, '09120000001')).toEqual({
      type: 'unavailable',
      reason: 'UNAUTHORIZED',
    });
    expect(await shahkar().match('1111111111', '09120000001')).toEqual({
      type: 'unavailable',
      reason: 'INVALID_NATIONAL_CODE',
    });
  });

  test('is unavailable when nothing listens at its address', async () => {
    const nowhere = await withCannedAnswer({ status: 200, body: '{}' }, async (url) => url);
    const result = await createShahkar({ apiRoot: nowhere, token: '', timeoutMs: TIMEOUT_MS }).match(
      MARYAM.nationalCode,
      '09120000001',
    );
    expect(result).toEqual({ type: 'unavailable', reason: 'ECONNREFUSED' });
  });

  test.each([
    ['not JSON', '<html></html>'],
    ['an empty object', '{}'],
    ['a matched that is not a boolean', '{"result":1,"response_body":{"data":{"matched":"yes"}}}'],
    ['a result that is not 1', '{"result":6,"response_body":{"data":{"matched":true}}}'],
  ])('takes no answer from %s', async (_case, body) => {
    const result = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
      createShahkar({ apiRoot, token: '', timeoutMs: TIMEOUT_MS }).match(MARYAM.nationalCode, '09120000001'),
    );
    expect(result).toEqual({ type: 'unavailable', reason: 'http 200' });
  });
});

describe('the civil registry', () => {
  test('tells the name of a living person', async () => {
    expect(await registry().lookup(MARYAM.nationalCode)).toEqual({
      type: 'found',
      firstName: 'مریم',
      lastName: 'شایسته‌نیا',
    });
  });

  test('knows that a person has died', async () => {
    expect(await registry().lookup(DECEASED.nationalCode)).toEqual({ type: 'deceased' });
  });

  test('does not find a code that nobody has', async () => {
    expect(await registry().lookup(NOBODY)).toEqual({ type: 'not-found' });
  });

  test.each(OUTAGES)('is unavailable when it is %j', async (mode, reason) => {
    world.systems.set('civil-registry', mode);
    expect(await registry().lookup(MARYAM.nationalCode)).toEqual({ type: 'unavailable', reason });
  });

  test('is unavailable to one with a wrong token', async () => {
    expect(await registry('stolen').lookup(MARYAM.nationalCode)).toEqual({
      type: 'unavailable',
      reason: 'UNAUTHORIZED',
    });
  });

  test('is unavailable when it matches a person without telling a name', async () => {
    const body = JSON.stringify({
      result: 1,
      response_body: { data: { matched: true, first_name: ' ', last_name: null } },
    });
    const result = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
      createCivilRegistry({ apiRoot, token: '', timeoutMs: TIMEOUT_MS }).lookup(MARYAM.nationalCode),
    );
    expect(result).toEqual({ type: 'unavailable', reason: 'no name in the answer' });
  });
});
