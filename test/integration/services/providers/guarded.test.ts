/** Adapters behind a breaker: what is known to be down is not called, and what nobody was asked is never a "no". */
import { expect, test } from '@jest/globals';
import type { Breakers } from '../../../../services/breakers/service.ts';
import {
  guardCivilRegistry,
  guardGateway,
  guardKarpooshe,
  guardMobileOwnership,
  guardSms,
} from '../../../../services/providers/guarded.ts';
import type { Karpooshe } from '../../../../services/providers/karpooshe/karpooshe.ts';
import type { SmsProvider, SmsSendResult } from '../../../../services/providers/sms/sms-provider.ts';
import {
  createGatewayByHand,
  createRegistersByHand,
  createSmsByHand,
} from '../../../support/outside-by-hand.ts';

/** What a breaker heard of the calls that it let through. */
const heard: boolean[] = [];
const open: Pick<Breakers, 'guard'> = {
  guard: async () => ({ type: 'not-called', why: 'down' }),
};
const closed: Pick<Breakers, 'guard'> = {
  async guard(_system, call, isFailure) {
    const outcome = await call();
    heard.push(isFailure(outcome));
    return { type: 'called', outcome };
  },
};

const CODE = '0076229645';
const MOBILE = '09120000001';

test('nobody is told "no" by a system that was not asked', async () => {
  const registers = createRegistersByHand();
  expect(await guardMobileOwnership(registers, open).match(CODE, MOBILE)).toMatchObject({
    type: 'unavailable',
  });
  expect(await guardCivilRegistry(registers, open).lookup(CODE)).toMatchObject({ type: 'unavailable' });
  expect(registers.lookups).toEqual([]);
});

test('a message that was not sent is known not to have been, and a payment is never said not to be paid', async () => {
  const sms = guardSms(createSmsByHand(), open);
  const gateway = guardGateway(createGatewayByHand(), 'payment-zarinpal', open);
  expect(await sms.send({ to: MOBILE, text: '', ownId: '1' })).toEqual({ type: 'retry-later', code: null });
  expect(await sms.findByOwnId('1')).toMatchObject({ type: 'unavailable' });
  expect(await gateway.verify({ sessionId: 'S1', amountRials: 1 })).toMatchObject({ type: 'unknown' });
  expect(await gateway.inquire('S1')).toMatchObject({ type: 'unknown' });
});

test.each<[SmsSendResult, boolean]>([
  [{ type: 'accepted', providerId: '1' }, false],
  [{ type: 'rejected', reason: 'bad-number', code: 411 }, false],
  [{ type: 'misconfigured', code: 418 }, false],
  [{ type: 'retry-later', code: 409 }, false],
  [{ type: 'retry-later', code: null }, true],
  [{ type: 'unknown' }, true],
])('of an SMS, %j counts as a failure: %s', async (result, counts) => {
  const provider: SmsProvider = { ...createSmsByHand(), send: async () => result };
  heard.length = 0;
  expect(await guardSms(provider, closed).send({ to: MOBILE, text: '', ownId: '1' })).toEqual(result);
  expect(heard).toEqual([counts]);
});

test.each([
  ['timeout', true],
  ['http 503', true],
  ['http 429', false],
])('an e-inbox that is unavailable by "%s" has failed: %s', async (reason, counts) => {
  const inbox: Karpooshe = { deliver: async () => ({ type: 'unavailable', reason }) };
  heard.length = 0;
  await guardKarpooshe(inbox, closed).deliver({ nationalCode: CODE, title: '', body: '', reference: '' });
  expect(heard).toEqual([counts]);
});
