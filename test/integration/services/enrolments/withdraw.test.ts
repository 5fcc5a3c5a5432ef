import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import { personalWallet, portalWallet } from '../../../../services/wallet/accounts.ts';
import { whatIsLeft } from '../../../support/what-is-left.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;

async function enrolled(course: Course) {
  const who = await world.trainee({ balanceRials: FEE });
  const outcome = await world.enrolments.enrol(await world.card(who, course));
  if (outcome.type !== 'enrolled') throw new Error(outcome.type);
  const request = {
    enrolment: outcome.enrolment._id,
    by: who.person,
    account: who.account,
    shownRefundRials: FEE,
  };
  return { ...who, request };
}

const withdrawnNotices = ({ person }: Trainee) =>
  world.models.Notification.countDocuments({ person: person._id, event: 'withdrawn' });

test('a withdrawal gives the fee back to the wallet that paid, once, however often it is tapped', async () => {
  const course = await world.course();
  const maryam = await enrolled(course);
  const taps = Array.from({ length: 5 }, () => world.enrolments.withdraw(maryam.request));
  const outcomes = await Promise.all(taps);
  expect(outcomes.map(({ type }) => type)).toEqual(Array(5).fill('withdrawn'));
  expect(await whatIsLeft(world, maryam, course)).toMatchObject({
    balanceRials: FEE,
    seatsTaken: 0,
    live: 0,
  });
  expect(await withdrawnNotices(maryam)).toBe(1);
  const {
    entries: [entry],
  } = await world.statements.page(personalWallet(maryam.person._id), 0);
  expect(entry).toMatchObject({ kind: 'refund', amountRials: FEE, about: course.code });
});

test('who has withdrawn can enrol in the same course again', async () => {
  const course = await world.course();
  const maryam = await enrolled(course);
  await world.enrolments.withdraw(maryam.request);
  const again = await world.enrolments.enrol(await world.card(maryam, course));
  expect(again).toMatchObject({ type: 'enrolled', again: false });
});

test('a course’s own terms say how much comes back, and until when', async () => {
  const course = await world.course();
  const endsAt = new Date(world.clock().getTime() + 60_000);
  await world.models.Course.updateOne({ _id: course._id }, { withdrawal: { endsAt, refundPercent: 70 } });
  const maryam = await enrolled(course);
  expect(await world.enrolments.withdraw(maryam.request)).toEqual({
    type: 'refund-changed',
    refundRials: FEE * 0.7,
  });
  const shown = { ...maryam.request, shownRefundRials: FEE * 0.7 };
  const late = await enrolled(course);
  expect(await world.enrolments.withdraw(shown)).toMatchObject({ type: 'withdrawn' });
  expect((await whatIsLeft(world, maryam, course)).balanceRials).toBe(FEE * 0.7);
  world.advance(60_000);
  expect(await world.enrolments.withdraw({ ...late.request, shownRefundRials: FEE * 0.7 })).toEqual({
    type: 'refused',
    because: 'too-late',
  });
});

test('after the course has begun nobody withdraws', async () => {
  const maryam = await enrolled(await world.course());
  world.advance(21 * 24 * 60 * 60 * 1000);
  expect(await world.enrolments.withdraw(maryam.request)).toEqual({ type: 'refused', because: 'too-late' });
});

test('nobody withdraws what is another’s; the centre that registered somebody may', async () => {
  const course = await world.course();
  const operator = await world.portalUser(course.centre, { balanceRials: FEE });
  const trainee = await world.trainee();
  const outcome = await world.enrolments.enrol(await world.portalCard(operator, trainee, course));
  if (outcome.type !== 'enrolled') throw new Error(outcome.type);
  const request = { enrolment: outcome.enrolment._id, account: operator.account, shownRefundRials: FEE };
  const stranger = await world.trainee();
  expect(await world.enrolments.withdraw({ ...request, by: stranger.person })).toEqual({
    type: 'refused',
    because: 'ended',
  });
  const { centre } = await world.course();
  expect(centre).toEqual(course.centre);
  expect(await world.enrolments.withdraw({ ...request, by: operator.person })).toMatchObject({
    type: 'withdrawn',
  });
  expect(await world.ledger.balanceOf(portalWallet(operator.person._id))).toBe(FEE);
  expect(await world.ledger.balanceOf(personalWallet(trainee.person._id))).toBe(0);
});
