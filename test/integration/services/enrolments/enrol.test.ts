import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { whatIsLeft } from '../../../support/what-is-left.ts';
import { COURSE, createWorld, NOW, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;
const later = (ms: number) => new Date(NOW.getTime() + ms).toISOString();

test('confirming takes the seat and the fee, gives a tracking code and records one notice', async () => {
  const maryam = await world.trainee({ balanceRials: 800_000 });
  const course = await world.course();
  const outcome = await world.enrolments.enrol(await world.card(maryam, course));

  expect(outcome).toMatchObject({ type: 'enrolled', again: false });
  expect(await whatIsLeft(world, maryam, course)).toEqual({
    balanceRials: 300_000,
    seatsTaken: 1,
    live: 1,
    notices: 1,
    openForms: 0,
  });
  const enrolment = await world.enrolments.live(maryam.person._id, course._id);
  expect(enrolment).toMatchObject({
    person: maryam.person._id,
    registeredBy: maryam.person._id,
    payer: 'trainee',
    feeRials: FEE,
    enrolledAt: NOW,
  });
  expect(enrolment?.trackingCode).toMatch(/^[1-9]\d{9}$/);
  expect(await world.enrolments.listOf(maryam.person._id, 10)).toEqual([enrolment]);
});

test('a course that is free of charge moves no money', async () => {
  const maryam = await world.trainee();
  const course = await world.course({ feeRials: 0 });
  expect(await world.enrolments.enrol(await world.card(maryam, course))).toMatchObject({ type: 'enrolled' });
  expect((await world.statements.page(personalWallet(maryam.person._id), 0)).entries).toEqual([]);
  const enrolment = await world.enrolments.live(maryam.person._id, course._id);
  expect(enrolment).not.toHaveProperty('journal');
});

test('a second tap on the same card finds the first result, however late', async () => {
  const maryam = await world.trainee({ balanceRials: 2 * FEE });
  const course = await world.course();
  const card = await world.card(maryam, course);
  const first = await world.enrolments.enrol(card);
  const left = await whatIsLeft(world, maryam, course);
  const second = await world.enrolments.enrol(card);
  expect(second).toEqual({ ...first, again: true });
  expect(await whatIsLeft(world, maryam, course)).toEqual(left);
});

test('five taps in one instant enrol once and are all told so', async () => {
  const maryam = await world.trainee({ balanceRials: 2 * FEE });
  const course = await world.course();
  const card = await world.card(maryam, course);
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => world.enrolments.enrol(card)));
  expect(outcomes.map(({ type }) => type)).toEqual(Array(5).fill('enrolled'));
  expect(outcomes.filter((outcome) => outcome.type === 'enrolled' && !outcome.again)).toHaveLength(1);
  expect(await whatIsLeft(world, maryam, course)).toMatchObject({
    balanceRials: FEE,
    seatsTaken: 1,
    live: 1,
  });
});

test('the notice says what was booked and is woken after the commit, in the chat only once the receipt is shown', async () => {
  const maryam = await world.trainee({ balanceRials: FEE });
  const course = await world.course({ title: 'نجاری' });
  world.woken.length = 0;
  await world.enrolments.enrol(await world.card(maryam, course));
  const [notice] = await world.models.Notification.find({ event: 'enrolled', person: maryam.person._id });
  const enrolment = await world.enrolments.live(maryam.person._id, course._id);
  expect(notice).toMatchObject({
    params: { course: 'نجاری', startsAt: COURSE.startsAt, trackingCode: enrolment?.trackingCode },
    shownIn: maryam.account._id,
  });
  const woken = world.woken.filter(({ notification }) => notice?._id.equals(notification));
  expect(woken.map(({ channel }) => channel)).toEqual(['sms', 'karpooshe']);
});

describe('is refused, and changes nothing, when', () => {
  test.each([
    ['the course is full', { capacity: 2, seatsTaken: 2 }, 'course-full'],
    ['registration is over', { registrationClosesAt: later(0) }, 'course-closed'],
    ['registration has not begun', { registrationOpensAt: later(1) }, 'course-closed'],
    ['the course has begun', { startsAt: later(0) }, 'course-closed'],
    ['staff closed it', { status: 'closed' }, 'course-closed'],
    ['it was cancelled', { status: 'cancelled' }, 'course-closed'],
  ])('%s', async (_why, change, type) => {
    const maryam = await world.trainee({ balanceRials: FEE });
    const course = await world.course(change);
    await refused(maryam, { type }, course);
  });

  test('the wallet is short, even by one rial: both figures are told', async () => {
    const maryam = await world.trainee({ balanceRials: 499_999 });
    const course = await world.course();
    await refused(
      maryam,
      { type: 'wallet-short', feeRials: FEE, balanceRials: 499_999, payer: 'trainee' },
      course,
    );
  });

  test('the fee is no longer the one on the card', async () => {
    const maryam = await world.trainee({ balanceRials: 2 * FEE });
    const course = await world.course();
    await world.models.Course.updateOne({ _id: course._id }, { feeRials: FEE + 1 });
    await refused(maryam, { type: 'fee-changed' }, course);
  });

  test('the person is enrolled already, also once the course is full', async () => {
    const maryam = await world.trainee({ balanceRials: 3 * FEE });
    const course = await world.course({ capacity: 2 });
    await world.enrolments.enrol(await world.card(maryam, course));
    const enrolment = await world.enrolments.live(maryam.person._id, course._id);
    await refused(maryam, { type: 'already-enrolled', enrolment }, course, 0);
    await world.models.Course.updateOne({ _id: course._id }, { capacity: 1 });
    await refused(maryam, { type: 'already-enrolled', enrolment }, course, 0);
  });

  /** The refusal, and that the form is still open behind it, unless nothing is left for it to do. */
  async function refused(
    who: Trainee,
    outcome: object,
    course: Awaited<ReturnType<World['course']>>,
    openForms = 1,
  ) {
    const card = await world.card(who, course);
    const before = await whatIsLeft(world, who, course);
    expect(before.openForms).toBe(1);
    expect(await world.enrolments.enrol(card)).toEqual(outcome);
    expect(await whatIsLeft(world, who, course)).toEqual({ ...before, openForms });
  }
});
