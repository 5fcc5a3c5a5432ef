/** What the service relies on at every payment gateway, whatever its protocol: the same cases, in the words of each. */
import { describe, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import { createBaleWallet } from '../../../../services/providers/payment/bale-wallet.ts';
import type {
  PaymentGateway,
  VerifyPaymentResult,
} from '../../../../services/providers/payment/payment-gateway.ts';
import { createZarinpal } from '../../../../services/providers/payment/zarinpal.ts';
import { createZibal } from '../../../../services/providers/payment/zibal.ts';
import { differenceOf } from '../../../../services/top-ups/rules.ts';
import { type CannedAnswer, withCannedAnswer } from '../../../support/canned-answer.ts';

const AMOUNT_RIALS = 1_250_000;
const TOMANS = AMOUNT_RIALS / 10;
const TIMEOUT_MS = 1_000;
const topUp = { _id: new Types.ObjectId(), amountRials: AMOUNT_RIALS, payerId: '4242' };
const asked = { sessionId: `A${'0'.repeat(35)}`, amountRials: AMOUNT_RIALS };
const order = {
  amountRials: AMOUNT_RIALS,
  description: 'شارژ',
  callbackUrl: 'https://karamooz.example/payments/return',
  orderId: topUp._id.toHexString(),
};

interface Words {
  name: string;
  at(apiRoot: string): PaymentGateway;
  paid: object;
  /** Paid, with something else than was asked for. */
  differs: object[];
  unpaid: object;
  /** What an inquiry answers about a payment that may still be paid, and about one that may not. */
  underWay: object;
  failed: object;
  /** Busy, broken, or no friend of ours: it says nothing of this payment. */
  nothing: CannedAnswer[];
}

const answer = (body: object, status = 200): CannedAnswer => ({ status, body: JSON.stringify(body) });
const zarinpalSays = (data: object) => ({ data, errors: [] });
const zarinpalRefuses = (code: number) => ({ data: [], errors: { code, message: '', validations: [] } });
const zibalSays = (more: object) => ({ result: 100, status: 1, amount: AMOUNT_RIALS, refNumber: 7, ...more });
const baleSays = (more: object) => ({
  ok: true,
  result: { status: 'paid', amount: AMOUNT_RIALS, userID: 4242, ...more },
});
const baleRefuses = (code: number) => answer({ ok: false, error_code: code, description: '' }, code);

const GATEWAYS: readonly Words[] = [
  {
    name: 'Zarinpal',
    at: (apiRoot) => createZarinpal({ apiRoot, merchantId: 'us', timeoutMs: TIMEOUT_MS }),
    paid: zarinpalSays({ code: 100, ref_id: 7 }),
    differs: [zarinpalRefuses(-50), zarinpalRefuses(-53)],
    unpaid: zarinpalRefuses(-51),
    underWay: zarinpalSays({ code: 100, status: 'IN_BANK' }),
    failed: zarinpalSays({ code: 100, status: 'FAILED' }),
    nothing: [answer(zarinpalRefuses(-12), 429), answer(zarinpalRefuses(-52), 500)],
  },
  {
    name: 'Zibal',
    at: (apiRoot) => createZibal({ apiRoot, merchantId: 'us', timeoutMs: TIMEOUT_MS }),
    paid: zibalSays({ orderId: order.orderId }),
    differs: [zibalSays({ amount: TOMANS }), zibalSays({ orderId: 'another' }), { result: 102 }],
    unpaid: { result: 202 },
    underWay: zibalSays({ status: -1 }),
    failed: zibalSays({ status: 3 }),
    nothing: [answer({ statusCode: 429 }, 429), answer({ result: 115 })],
  },
  {
    name: 'Bale’s wallet',
    at: (apiRoot) => createBaleWallet({ apiRoot, botToken: '1:token', timeoutMs: TIMEOUT_MS }),
    paid: baleSays({}),
    differs: [baleSays({ amount: TOMANS }), baleSays({ userID: 4243 }), baleSays({ userID: '4243' })],
    unpaid: baleSays({ status: 'pending' }),
    underWay: baleSays({ status: 'pending' }),
    failed: baleSays({ status: 'rejected' }),
    nothing: [400, 401, 404, 429, 500].map(baleRefuses),
  },
];

/** What would become of the payment: the gateway compares, or we do. */
function fateOf(result: VerifyPaymentResult): string {
  const told = result.type === 'paid' || result.type === 'already-verified' ? result.told : undefined;
  return differenceOf(topUp, told) ? 'differs' : result.type;
}

describe.each(GATEWAYS)('$name', ({ at, paid, differs, unpaid, underWay, failed, nothing }) => {
  const verified = (said: CannedAnswer) => withCannedAnswer(said, (root) => at(root).verify(asked));
  const inquired = (said: CannedAnswer) =>
    withCannedAnswer(said, (root) => at(root).inquire(asked.sessionId));

  test('what is paid as asked for is ours, with a reference for the receipt', async () => {
    const result = await verified(answer(paid));
    expect(result).toMatchObject({ type: 'paid', reference: expect.stringMatching(/./) });
    expect(fateOf(result)).toBe('paid');
  });

  test('another amount, order, payer or merchant is never taken for the payment asked for', async () => {
    for (const said of differs) expect(fateOf(await verified(answer(said)))).toBe('differs');
  });

  test('what is not paid is not ours, and an inquiry tells whether it may yet be', async () => {
    expect(await verified(answer(unpaid))).toEqual({ type: 'not-paid' });
    expect(await inquired(answer(underWay))).toEqual({ type: 'in-progress' });
    expect(await inquired(answer(failed))).toEqual({ type: 'failed' });
  });

  test('who is busy, broken or no friend of ours leaves it unknown, with a reason without addresses', async () => {
    for (const said of nothing) {
      expect(await verified(said)).toEqual({ type: 'unknown', reason: expect.stringMatching(/^[\w ,-]+$/) });
      expect(await inquired(said)).toMatchObject({ type: 'unknown' });
    }
  });

  test.each([
    [429, 'local_rate_limited'],
    [502, '<html>Bad gateway</html>'],
    [200, ''],
    [200, '[]'],
    [200, '{"ok":true,"result":100,"data":{"code":100}}'],
  ])('an answer of %d %j is nobody’s money and no payment', async (status, body) => {
    const results = await withCannedAnswer({ status, body }, async (apiRoot) => [
      await at(apiRoot).verify(asked),
      await at(apiRoot).inquire(asked.sessionId),
      await at(apiRoot).create(order),
    ]);
    expect(results.map(({ type }) => type)).toEqual(['unknown', 'unknown', 'unavailable']);
  });

  test('who is not there is no exception', async () => {
    const nobody = at('http://127.0.0.1:1');
    expect(await nobody.verify(asked)).toMatchObject({ type: 'unknown' });
    expect(await nobody.inquire(asked.sessionId)).toMatchObject({ type: 'unknown' });
    expect(await nobody.create(order)).toEqual({ type: 'unavailable' });
  });
});
