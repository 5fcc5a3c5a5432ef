import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { KARPOOSHE_TOKEN } from '../../../../sandbox/providers/credentials.ts';
import { createKarpooshe } from '../../../../services/providers/karpooshe/karpooshe.ts';
import { withCannedAnswer } from '../../../support/canned-answer.ts';
import {
  MARYAM,
  NOBODY,
  type OutsideSystems,
  startOutsideSystems,
} from '../../../support/outside-systems.ts';

const TIMEOUT_MS = 1_000;
let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterEach(() => world.systems.set('karpooshe', { mode: 'up' }));
afterAll(() => world.close());

const karpooshe = (token = KARPOOSHE_TOKEN) =>
  createKarpooshe({ apiRoot: `${world.url}/systems/karpooshe`, token, timeoutMs: TIMEOUT_MS });

const notice = (reference: string) => ({
  nationalCode: MARYAM.nationalCode,
  title: 'ثبت‌نام در دوره',
  body: 'ثبت‌نام شما انجام شد.',
  reference,
});

const arrived = (reference: string) =>
  world.karpooshe.received().filter((record) => record.reference === reference);

test('a notice delivered twice under one reference is there once, with one id', async () => {
  const first = await karpooshe().deliver(notice('n-1'));
  expect(first).toEqual({ type: 'accepted', id: arrived('n-1')[0]?.id });
  expect(await karpooshe().deliver(notice('n-1'))).toEqual(first);
  expect(arrived('n-1')).toMatchObject([{ ...notice('n-1') }]);
});

test('a notice taken by an e-inbox that answers too late can be sent again', async () => {
  world.systems.set('karpooshe', { mode: 'slow', delayMs: 5_000 });
  expect(await karpooshe().deliver(notice('n-2'))).toEqual({ type: 'unavailable', reason: 'timeout' });
  world.systems.set('karpooshe', { mode: 'up' });
  expect(await karpooshe().deliver(notice('n-2'))).toMatchObject({ type: 'accepted' });
  expect(arrived('n-2')).toHaveLength(1);
});

test.each([
  ['error', 'http 503'],
  ['reset', 'ECONNRESET'],
  ['hang', 'timeout'],
] as const)('is unavailable when it meets a %s', async (how, reason) => {
  world.systems.set('karpooshe', { mode: 'down', how });
  expect(await karpooshe().deliver(notice(how))).toEqual({ type: 'unavailable', reason });
  expect(arrived(how)).toEqual([]);
});

test('is unavailable beyond the allowed rate, and to one with a wrong token', async () => {
  world.systems.set('karpooshe', { mode: 'limited', perSecond: 1 });
  expect(await karpooshe().deliver(notice('n-3'))).toMatchObject({ type: 'accepted' });
  expect(await karpooshe().deliver(notice('n-4'))).toEqual({ type: 'unavailable', reason: 'http 429' });
  world.systems.set('karpooshe', { mode: 'up' });
  expect(await karpooshe('stolen').deliver(notice('n-4'))).toEqual({
    type: 'unavailable',
    reason: 'http 401',
  });
});

test('rejects a notice for nobody and one without a body', async () => {
  expect(await karpooshe().deliver({ ...notice('n-5'), nationalCode: NOBODY })).toEqual({
    type: 'rejected',
    code: 404,
  });
  expect(await karpooshe().deliver({ ...notice('n-6'), body: '' })).toEqual({ type: 'rejected', code: 422 });
});

test('a wrong address rejects nothing', async () => {
  const result = await withCannedAnswer({ status: 404, body: '<html>' }, (apiRoot) =>
    createKarpooshe({ apiRoot, token: KARPOOSHE_TOKEN, timeoutMs: TIMEOUT_MS }).deliver(notice('n-7')),
  );
  expect(result).toEqual({ type: 'unavailable', reason: 'http 404' });
});
