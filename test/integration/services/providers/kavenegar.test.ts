import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SMS_API_KEY, SMS_LINE } from '../../../../sandbox/providers/credentials.ts';
import { createKavenegar } from '../../../../services/providers/sms/kavenegar.ts';
import type { SmsProvider } from '../../../../services/providers/sms/sms-provider.ts';
import { withCannedAnswer } from '../../../support/canned-answer.ts';
import { type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

const TIMEOUT_MS = 1_000;
let world: OutsideSystems;
let lastOwnId = 100_000_000_000_000_000n;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterEach(() => world.systems.set('sms', { mode: 'up' }));
afterAll(() => world.close());

function kavenegar(override: Partial<{ apiRoot: string; apiKey: string; line: string }> = {}): SmsProvider {
  return createKavenegar({
    apiRoot: `${world.url}/systems/sms`,
    apiKey: SMS_API_KEY,
    line: SMS_LINE,
    timeoutMs: TIMEOUT_MS,
    ...override,
  });
}

/** A message with an own id that no other has. */
function sms(override: Partial<{ to: string; text: string }> = {}) {
  lastOwnId += 1n;
  return { to: '09120000001', text: 'ثبت‌نام شما انجام شد.', ownId: String(lastOwnId), ...override };
}

const arrived = (ownId: string) => world.sms.received().filter((record) => record.localId === ownId);

test('a message arrives from the line, and its id keeps all of its 64 bits', async () => {
  const message = sms();
  const result = await kavenegar().send(message);
  const [record] = arrived(message.ownId);
  expect(record).toMatchObject({ sender: SMS_LINE, receptor: message.to, message: message.text });
  expect(result).toEqual({ type: 'accepted', providerId: record?.id });
  // The edge is only tested when a floating-point number could not have held the id.
  expect(Number.isSafeInteger(Number(record?.id))).toBe(false);
});

test('the way of a message can be followed until the phone has it', async () => {
  const message = sms();
  const result = await kavenegar().send(message);
  const id = result.type === 'accepted' ? result.providerId : '';
  const statusNow = async () => kavenegar().status([id]);
  expect(await statusNow()).toEqual({ type: 'answered', statuses: [{ providerId: id, status: 'queued' }] });
  world.advance(1_500);
  expect(await statusNow()).toEqual({ type: 'answered', statuses: [{ providerId: id, status: 'sent' }] });
  world.advance(5_000);
  expect(await statusNow()).toEqual({
    type: 'answered',
    statuses: [{ providerId: id, status: 'delivered' }],
  });
});

test('a message is found by its own id, and one that was never sent is not', async () => {
  const message = sms();
  const result = await kavenegar().send(message);
  expect(await kavenegar().findByOwnId(message.ownId)).toEqual({
    type: 'found',
    providerId: result.type === 'accepted' ? result.providerId : undefined,
    status: 'queued',
  });
  expect(await kavenegar().findByOwnId('42')).toEqual({ type: 'not-found' });
});

test('a message taken by a provider that answers too late is unknown, and found by its own id', async () => {
  const message = sms();
  world.systems.set('sms', { mode: 'slow', delayMs: 5_000 });
  expect(await kavenegar().send(message)).toEqual({ type: 'unknown' });
  world.systems.set('sms', { mode: 'up' });
  expect(await kavenegar().findByOwnId(message.ownId)).toMatchObject({ type: 'found' });
  expect(arrived(message.ownId)).toHaveLength(1);
});

test('the same own id sent twice is two messages: the provider does not watch', async () => {
  const message = sms();
  await kavenegar().send(message);
  await kavenegar().send(message);
  expect(arrived(message.ownId)).toHaveLength(2);
});

test.each([
  ['reset', { type: 'unknown' }],
  ['hang', { type: 'unknown' }],
  ['error', { type: 'retry-later', code: null }],
] as const)(
  'a connection that meets a %s leaves no message behind, and says what is known',
  async (how, result) => {
    const message = sms();
    world.systems.set('sms', { mode: 'down', how });
    expect(await kavenegar().send(message)).toEqual(result);
    expect(await kavenegar().findByOwnId(message.ownId)).toMatchObject({ type: 'unavailable' });
    expect(await kavenegar().status(['1'])).toMatchObject({ type: 'unavailable' });
    world.systems.set('sms', { mode: 'up' });
    expect(await kavenegar().findByOwnId(message.ownId)).toEqual({ type: 'not-found' });
  },
);

test('beyond the allowed rate a message is to be sent later', async () => {
  world.systems.set('sms', { mode: 'limited', perSecond: 1 });
  expect(await kavenegar().send(sms())).toMatchObject({ type: 'accepted' });
  expect(await kavenegar().send(sms())).toEqual({ type: 'retry-later', code: 409 });
  expect(await kavenegar().status(['1'])).toEqual({ type: 'unavailable', reason: 'code 409' });
});

test('when nothing listens at the address, nothing has been sent', async () => {
  const nowhere = await withCannedAnswer({ status: 200, body: '' }, async (url) => url);
  expect(await kavenegar({ apiRoot: nowhere }).send(sms())).toEqual({ type: 'retry-later', code: null });
  expect(await kavenegar({ apiRoot: nowhere }).findByOwnId('1')).toEqual({
    type: 'unavailable',
    reason: 'ECONNREFUSED',
  });
});

test('a wrong key, a wrong line and a wrong address are for a human to mend', async () => {
  expect(await kavenegar({ apiKey: 'stolen' }).send(sms())).toEqual({ type: 'misconfigured', code: 403 });
  expect(await kavenegar({ line: '10004346' }).send(sms())).toEqual({ type: 'misconfigured', code: 412 });
  expect(await kavenegar({ apiRoot: `${world.url}/elsewhere` }).send(sms())).toEqual({
    type: 'misconfigured',
    code: 404,
  });
});

test('a number that is none and a text too long are rejected for good', async () => {
  expect(await kavenegar().send(sms({ to: '02188888888' }))).toEqual({
    type: 'rejected',
    reason: 'bad-number',
    code: 411,
  });
  expect(await kavenegar().send(sms({ text: 'ب'.repeat(269) }))).toEqual({
    type: 'rejected',
    reason: 'text',
    code: 413,
  });
  expect(await kavenegar().send(sms({ text: 'ب'.repeat(268) }))).toMatchObject({ type: 'accepted' });
});

test.each([
  [418, { type: 'misconfigured', code: 418 }],
  [402, { type: 'unknown' }],
  [422, { type: 'rejected', reason: 'text', code: 422 }],
  [417, { type: 'rejected', reason: 'other', code: 417 }],
])('return code %i counts even under HTTP 200', async (code, expected) => {
  const body = JSON.stringify({ return: { status: code, message: '' }, entries: null });
  const result = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
    kavenegar({ apiRoot }).send(sms()),
  );
  expect(result).toEqual(expected);
});

test.each([
  [14, { type: 'rejected', reason: 'blocked', code: 14 }],
  [6, { type: 'rejected', reason: 'other', code: 6 }],
  [5, { type: 'accepted', providerId: '9223372036854775807' }],
])('an entry in state %i decides about its own message', async (state, expected) => {
  const body = `{"return":{"status":200,"message":"\\"messageid\\":1"},"entries":[{"messageid":9223372036854775807,"status":${state}}]}`;
  const result = await withCannedAnswer({ status: 200, body }, (apiRoot) =>
    kavenegar({ apiRoot }).send(sms()),
  );
  expect(result).toEqual(expected);
});

test.each([
  ['an answer cut short', 200, '{"return":{"status":200'],
  ['success without an entry', 200, '{"return":{"status":200},"entries":[]}'],
  ['a gateway error', 502, '<html>'],
])('%s leaves the message unknown', async (_case, status, body) => {
  const result = await withCannedAnswer({ status, body }, (apiRoot) => kavenegar({ apiRoot }).send(sms()));
  expect(result).toEqual({ type: 'unknown' });
});

test('an own id that the provider could not keep is a mistake of the caller', async () => {
  await expect(kavenegar().send({ ...sms(), ownId: 'notice-1' })).rejects.toThrow('1 to 18 decimal digits');
});
