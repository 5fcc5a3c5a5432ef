/** Money back to a card: out of the wallet at once, decided by staff, and never twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { Payback } from '../../../../models/payback.ts';
import type { TopUp } from '../../../../models/top-up.ts';
import type { Decision } from '../../../../services/paybacks/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const PAID = 500_000;
const REASON = 'در پنل درگاه دیدم';

let world: World;
let staff: Trainee;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.staffPerson();
});
afterAll(() => world.close());

async function paid(amountRials = PAID): Promise<{ sara: Trainee; topUp: TopUp }> {
  const sara = await world.trainee();
  const started = await world.topUps.start({ ...sara, amountRials, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error('No payment was opened');
  world.gateway.pay(started.topUp.sessionId ?? '');
  await world.topUps.returned('zarinpal', started.topUp.sessionId ?? '');
  return { sara, topUp: started.topUp };
}

const ask = ({ sara, topUp }: { sara: Trainee; topUp: TopUp }, amountRials = PAID) =>
  world.paybacks.request({ ...sara, topUpId: topUp._id.toHexString(), amountRials });
async function requested(amountRials = PAID) {
  const who = await paid(amountRials);
  const outcome = await ask(who, amountRials);
  if (outcome.type !== 'requested') throw new Error('Nothing was requested');
  return { ...who, payback: outcome.payback };
}
const balance = ({ person }: Trainee) => world.ledger.balanceOf(personalWallet(person._id));
const decide = ({ _id: id }: Payback, to: Decision, by = staff) =>
  world.paybacks.decide({ id, by: by.person._id, to, reason: REASON });
const noticesOf = ({ person }: Trainee, event: string) =>
  world.models.Notification.countDocuments({ person: person._id, event } as object);

test('what is asked for is out of the wallet at once, and staff have a case', async () => {
  const { sara, payback } = await requested();
  expect(await balance(sara)).toBe(0);
  expect(await world.paybacks.open(sara.person)).toMatchObject([{ state: 'requested', amountRials: PAID }]);
  const found = await world.models.StaffCase.findOne({
    kind: 'refund-requested',
    person: sara.person._id,
  }).lean();
  expect(found).toMatchObject({ state: 'open', subject: { kind: 'payback', id: payback._id.toHexString() } });
  expect(await findingsOf(world)).toEqual([]);
});

test('asked for by many taps at once it is one request and one debit', async () => {
  const who = await paid();
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask(who)));
  const codes = outcomes.map((outcome) => outcome.type === 'requested' && outcome.payback.trackingCode);
  expect(new Set(codes).size).toBe(1);
  expect(await balance(who.sara)).toBe(0);
  expect(await findingsOf(world)).toEqual([]);
});

test('what has been spent meanwhile does not go back: the rest is shown first', async () => {
  const who = await paid();
  const course = await world.course({ feeRials: 200_000 });
  await world.enrolments.enrol(await world.card(who.sara, course));
  expect(await ask(who)).toMatchObject({ type: 'changed', now: { amountRials: 300_000 } });
  expect(await ask(who, 300_000)).toMatchObject({ type: 'requested' });
  expect(await balance(who.sara)).toBe(0);
});

test('a request and a fee of the same instant: one of them gets the money', async () => {
  for (let round = 0; round < 5; round += 1) {
    const who = await paid();
    const course = await world.course({ feeRials: PAID });
    const card = await world.card(who.sara, course);
    const [asked, enrolled] = await Promise.all([ask(who), world.enrolments.enrol(card)]);
    expect([asked.type === 'requested', enrolled.type === 'enrolled'].filter(Boolean)).toHaveLength(1);
    expect(await balance(who.sara)).toBe(0);
  }
  expect(await findingsOf(world)).toEqual([]);
});

describe('nothing goes back', () => {
  test('of a payment of somebody else, one that was not credited, or no payment at all', async () => {
    const [mine, other] = [await paid(), await paid()];
    expect(await ask({ sara: mine.sara, topUp: other.topUp })).toEqual({ type: 'nothing' });
    const started = await world.topUps.start({ ...mine.sara, amountRials: PAID, description: 'شارژ' });
    if (started.type !== 'ready') throw new Error('No payment was opened');
    expect(await ask({ sara: mine.sara, topUp: started.topUp })).toEqual({ type: 'nothing' });
    for (const topUpId of [new Types.ObjectId().toHexString(), '{"$ne":null}'])
      expect(await world.paybacks.request({ ...mine.sara, topUpId, amountRials: PAID })).toEqual({
        type: 'nothing',
      });
  });

  test('more than was paid, though the wallet holds it', async () => {
    const who = await paid();
    const more = await world.topUps.start({ ...who.sara, amountRials: 800_000, description: 'شارژ' });
    if (more.type !== 'ready') throw new Error('No payment was opened');
    world.gateway.pay(more.topUp.sessionId ?? '');
    await world.topUps.returned('zarinpal', more.topUp.sessionId ?? '');
    expect(await ask(who, 1_300_000)).toMatchObject({ type: 'changed', now: { amountRials: PAID } });
    expect((await world.paybacks.returnable(who.sara.person)).map(({ amountRials }) => amountRials)).toEqual([
      800_000,
      PAID,
    ]);
  });
});

describe('staff', () => {
  test('approve and pay out: the money is gone, told once, and the case is over', async () => {
    const { sara, topUp, payback } = await requested();
    expect(await decide(payback, 'approved')).toMatchObject({ type: 'decided' });
    const twice = await Promise.all([decide(payback, 'paid-out'), decide(payback, 'paid-out')]);
    expect(twice.map(({ type }) => type).sort()).toEqual(['decided', 'not-now']);
    expect(await balance(sara)).toBe(0);
    expect(await noticesOf(sara, 'payback-paid-out')).toBe(1);
    expect(
      await world.models.StaffCase.findOne({ kind: 'refund-requested', person: sara.person._id }).lean(),
    ).toMatchObject({ state: 'closed', closed: { by: staff.person._id, reason: REASON } });
    expect(await world.auditTrail.of({ kind: 'payback', id: payback._id }, 10)).toMatchObject([
      { act: 'payback-paid-out', by: staff.person._id, reason: REASON, person: sara.person._id },
      { act: 'payback-approved' },
    ]);
    // It went back: there is nothing left of it to ask for, whatever the wallet holds by then.
    await world.models.TopUp.findById(topUp._id).orFail();
    expect(await world.paybacks.returnable(sara.person)).toEqual([]);
    expect(await findingsOf(world)).toEqual([]);
  });

  test.each([
    ['refuse', ['refused'] as const],
    ['cannot pay out', ['approved', 'failed'] as const],
  ])('%s: the money is in the wallet again, once, and can be asked for anew', async (_, decisions) => {
    const who = await requested();
    for (const to of decisions) {
      expect(await decide(who.payback, to)).toMatchObject({ type: 'decided' });
      expect(await decide(who.payback, to)).toMatchObject({ type: 'not-now' });
    }
    expect(await balance(who.sara)).toBe(PAID);
    expect(await ask(who)).toMatchObject({ type: 'requested' });
    expect(await balance(who.sara)).toBe(0);
    expect(await findingsOf(world)).toEqual([]);
  });

  test('cannot pay out what was not approved, nor refuse what was', async () => {
    const { payback } = await requested();
    expect(await decide(payback, 'paid-out')).toMatchObject({ type: 'not-now' });
    await decide(payback, 'approved');
    expect(await decide(payback, 'refused')).toMatchObject({ type: 'not-now' });
  });

  test('alone decide, and with a reason', async () => {
    const { sara, payback } = await requested();
    expect(await decide(payback, 'approved', sara)).toEqual({ type: 'not-staff' });
    const silent = { id: payback._id, by: staff.person._id, to: 'approved' as const, reason: ' ' };
    expect(await world.paybacks.decide(silent)).toEqual({ type: 'no-reason' });
    const unknown = { ...silent, id: new Types.ObjectId(), reason: REASON };
    expect(await world.paybacks.decide(unknown)).toEqual({ type: 'no-such-payback' });
  });
});

test('nobody of the staff decides about their own money', async () => {
  const { sara, payback } = await requested();
  await world.models.Person.updateOne({ _id: sara.person._id }, { roles: ['staff'] });
  expect(await decide(payback, 'approved', sara)).toMatchObject({ type: 'own-payback' });
  expect(await world.paybacks.open(sara.person)).toMatchObject([{ state: 'requested' }]);
  expect(await decide(payback, 'approved')).toMatchObject({ type: 'decided' });
  expect(await decide(payback, 'failed', sara)).toMatchObject({ type: 'own-payback' });
  expect(await balance(sara)).toBe(0);
});

test('the audit finds a payback that the books do not have', async () => {
  const { payback } = await requested();
  await world.models.Payback.updateOne({ _id: payback._id }, { state: 'refused' });
  expect((await findingsOf(world)).map(({ rule }) => rule)).toEqual(['payback-not-booked']);
  await world.models.Payback.updateOne({ _id: payback._id }, { state: 'requested' });
});
