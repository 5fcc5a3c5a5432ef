import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;
const HOUR_MS = 60 * 60 * 1000;

/** A course of one seat, and who sits there. */
async function fullCourse(change: Partial<typeof COURSE> = {}) {
  const course = await world.course({ capacity: 1, ...change });
  const seated = await world.trainee({ balanceRials: FEE });
  const outcome = await world.enrolments.enrol(await world.card(seated, course));
  if (outcome.type !== 'enrolled') throw new Error(outcome.type);
  const leave = () =>
    world.enrolments.withdraw({
      enrolment: outcome.enrolment._id,
      by: seated.person,
      account: seated.account,
      shownRefundRials: course.feeRials,
    });
  return { course, seated, leave };
}

const statusOf = async ({ person }: Trainee, course: Course) =>
  (await world.enrolments.live(person._id, course._id))?.status;
const balanceOf = ({ person }: Trainee) => world.ledger.balanceOf(personalWallet(person._id));
const counted = async ({ _id }: Course) => {
  const { seatsTaken, waiting } = await world.models.Course.findById(_id).orFail().lean<Course>();
  return { seatsTaken, waiting };
};
const eventsOf = async ({ person }: Trainee) =>
  (await world.models.Notification.find({ person: person._id }).sort({ createdAt: 1, _id: 1 })).map(
    ({ event }) => event,
  );

let full: Awaited<ReturnType<typeof fullCourse>>;
beforeEach(async () => {
  full = await fullCourse();
});

describe('joining the line', () => {
  test('a full course has a line, in which nothing is charged and everybody has a place', async () => {
    const { course } = full;
    const first = await world.inLine(course, { balanceRials: FEE });
    const second = await world.inLine(course);
    expect(first.enrolment).toMatchObject({ status: 'waitlisted', payer: 'trainee', feeRials: FEE });
    expect(await world.enrolments.placeInLine(first.enrolment)).toBe(1);
    expect(await world.enrolments.placeInLine(second.enrolment)).toBe(2);
    expect(await balanceOf(first)).toBe(FEE);
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 2 });
  });

  test('a second tap on the same card finds the same place', async () => {
    const { course } = full;
    const who = await world.trainee();
    const card = await world.card(who, course);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => world.enrolments.join(card)));
    expect(outcomes.map(({ type }) => type)).toEqual(Array(4).fill('joined'));
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 1 });
    expect(await eventsOf(who)).toEqual(['line-joined']);
  });

  test('who is enrolled or in line already joins no second time', async () => {
    const { course, seated } = full;
    const waiting = await world.inLine(course);
    for (const who of [seated, waiting]) {
      const card = await world.card(who, course);
      expect(await world.enrolments.join(card)).toMatchObject({ type: 'already-enrolled' });
    }
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 1 });
  });

  test('nobody waits for a course that has a free seat', async () => {
    const who = await world.trainee();
    const card = await world.card(who, await world.course());
    expect(await world.enrolments.join(card)).toEqual({ type: 'seat-free' });
    expect(await world.drafts.current(who)).not.toBeNull();
  });
});

describe('moving up', () => {
  test('the first in line who can pay is charged and seated in the moment a seat comes free', async () => {
    const { course, leave } = full;
    const first = await world.inLine(course, { balanceRials: FEE + 1 });
    const second = await world.inLine(course, { balanceRials: FEE });
    expect(await leave()).toMatchObject({ type: 'withdrawn' });
    expect(await statusOf(first, course)).toBe('active');
    expect(await balanceOf(first)).toBe(1);
    expect(await statusOf(second, course)).toBe('waitlisted');
    expect(await balanceOf(second)).toBe(FEE);
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 1 });
    expect(await eventsOf(first)).toContain('promoted');
  });

  test('a newcomer does not get the seat that the line waits for, nor is it lost when the process dies before promoting', async () => {
    const { course } = full;
    const waiting = await world.inLine(course, { balanceRials: FEE });
    await world.models.Course.updateOne({ _id: course._id }, { $inc: { capacity: 1 } });
    const newcomer = await world.trainee({ balanceRials: FEE });
    const card = await world.card(newcomer, course);
    expect(await world.enrolments.enrol(card)).toEqual({ type: 'course-full' });
    await world.enrolments.watchPlaces(50);
    expect(await statusOf(waiting, course)).toBe('active');
  });

  test('a wallet that is short gets an offer with a deadline, and the seat waits for it', async () => {
    const { course, leave } = full;
    const poor = await world.inLine(course);
    const next = await world.inLine(course, { balanceRials: FEE });
    await leave();
    expect(await statusOf(poor, course)).toBe('offered');
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 1 });
    expect(await eventsOf(poor)).toContain('seat-offered');
    const { _id } = poor.enrolment;
    const accept = () =>
      world.enrolments.acceptOffer({ enrolment: _id, by: poor.person, quotedFeeRials: FEE });
    expect(await accept()).toMatchObject({ type: 'wallet-short', feeRials: FEE, balanceRials: 0 });
    await world.charge(poor, FEE);
    expect(await accept()).toMatchObject({ type: 'enrolled', again: false });
    expect(await accept()).toMatchObject({ type: 'enrolled', again: true });
    expect(await balanceOf(poor)).toBe(0);
    expect(await statusOf(next, course)).toBe('waitlisted');
  });

  test('an offer to which the money has come is taken up without a tap', async () => {
    const { course, leave } = full;
    const poor = await world.inLine(course);
    await leave();
    await world.charge(poor, FEE);
    await world.enrolments.watchPlaces(50);
    expect(await statusOf(poor, course)).toBe('active');
    expect(await balanceOf(poor)).toBe(0);
  });

  test('an offer that nobody takes up passes to the next', async () => {
    const { course, leave } = full;
    const poor = await world.inLine(course);
    const next = await world.inLine(course, { balanceRials: FEE });
    await leave();
    world.advance(24 * HOUR_MS);
    await world.enrolments.watchPlaces(50);
    expect(await statusOf(poor, course)).toBeUndefined();
    expect(await eventsOf(poor)).toContain('offer-expired');
    expect(await statusOf(next, course)).toBe('active');
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 0 });
  });

  test('who agreed to another fee than there is now is asked, not charged', async () => {
    const { course, leave } = full;
    const waiting = await world.inLine(course, { balanceRials: 2 * FEE });
    await world.models.Course.updateOne({ _id: course._id }, { feeRials: FEE + 100 });
    await leave();
    await world.enrolments.watchPlaces(50);
    expect(await statusOf(waiting, course)).toBe('offered');
    expect(await balanceOf(waiting)).toBe(2 * FEE);
    const offer = { enrolment: waiting.enrolment._id, by: waiting.person };
    expect(await world.enrolments.acceptOffer({ ...offer, quotedFeeRials: FEE })).toMatchObject({
      type: 'fee-changed',
      enrolment: { feeRials: FEE + 100 },
    });
    expect(await world.enrolments.acceptOffer({ ...offer, quotedFeeRials: FEE + 100 })).toMatchObject({
      type: 'enrolled',
    });
    expect(await balanceOf(waiting)).toBe(FEE - 100);
  });

  test('one free seat and many who promote at once seat one', async () => {
    const { course } = full;
    for (let count = 0; count < 3; count += 1) await world.inLine(course, { balanceRials: FEE });
    await world.models.Course.updateOne({ _id: course._id }, { $inc: { capacity: 1 } });
    await Promise.all(Array.from({ length: 6 }, () => world.enrolments.watchPlaces(50)));
    expect(await counted(course)).toEqual({ seatsTaken: 2, waiting: 2 });
  });
});

describe('leaving', () => {
  test('the line is left at any time, and the places behind move up', async () => {
    const { course } = full;
    const first = await world.inLine(course);
    const second = await world.inLine(course);
    const outcome = await world.enrolments.withdraw({
      enrolment: first.enrolment._id,
      by: first.person,
      account: first.account,
      shownRefundRials: 0,
    });
    expect(outcome).toMatchObject({ type: 'withdrawn', enrolment: { ended: { because: 'left-the-line' } } });
    expect(await world.enrolments.placeInLine(second.enrolment)).toBe(1);
    expect(await counted(course)).toEqual({ seatsTaken: 1, waiting: 1 });
  });

  test('a course that has begun has no line', async () => {
    const { course } = full;
    const waiting = await world.inLine(course, { balanceRials: FEE });
    world.advance(30 * 24 * HOUR_MS);
    await world.enrolments.watchPlaces(50);
    expect(await statusOf(waiting, course)).toBeUndefined();
    expect(await eventsOf(waiting)).toContain('line-ended');
    expect(await balanceOf(waiting)).toBe(FEE);
    expect((await counted(course)).waiting).toBe(0);
  });
});
