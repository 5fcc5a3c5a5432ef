import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import { EXTENSION_MS, HOLD_MS } from '../../../../services/seats/rules.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;

/** Somebody whose form holds a seat while they go to pay. */
async function holding(course: Course) {
  const who = await world.trainee();
  const draft = await world.drafts.open('enrol', who, { courseCode: course.code });
  const request = { course: course._id, person: who.person._id, draft: draft._id };
  const outcome = await world.seats.hold(request);
  return { ...who, request, outcome };
}

/** The confirm card, drawn once the money is there. */
async function cardOf(who: Trainee, course: Course) {
  const card = await world.card(who, course);
  const draft = await world.drafts.ofCard(who.person._id, card.operationId);
  if (!draft || !(await world.drafts.write(draft, { holdsSeat: true }))) throw new Error('No card');
  return card;
}

const seatsTaken = async ({ _id }: Course) =>
  (await world.models.Course.findById(_id).orFail().lean<Course>()).seatsTaken;
const lastSeat = () => world.course({ capacity: 1 });

test('a held seat is nobody else’s, and the same request keeps its deadline', async () => {
  const course = await lastSeat();
  const { request, outcome } = await holding(course);
  expect(outcome).toEqual({
    type: 'held',
    until: new Date(world.clock().getTime() + HOLD_MS),
    extended: false,
  });
  world.advance(1_000);
  expect(await world.seats.hold(request)).toEqual(outcome);
  expect((await holding(course)).outcome).toEqual({ type: 'full' });
  const newcomer = await world.trainee({ balanceRials: FEE });
  expect(await world.enrolments.enrol(await world.card(newcomer, course))).toEqual({ type: 'course-full' });
  expect(await seatsTaken(course)).toBe(1);
});

test('who holds a seat sits on it, without taking a second one', async () => {
  const course = await lastSeat();
  const sara = await holding(course);
  await world.charge(sara, FEE);
  expect(await world.enrolments.enrol(await cardOf(sara, course))).toMatchObject({ type: 'enrolled' });
  expect(await seatsTaken(course)).toBe(1);
  expect(await world.models.SeatHold.countDocuments({ course: course._id })).toBe(0);
});

describe('a hold whose time is over', () => {
  test('is released by the job, and the line moves up', async () => {
    const course = await lastSeat();
    await holding(course);
    const waiting = await world.inLine(course, { balanceRials: FEE });
    world.advance(HOLD_MS);
    await world.enrolments.watchPlaces(50);
    expect(await world.enrolments.live(waiting.person._id, course._id)).toMatchObject({ status: 'active' });
    expect(await seatsTaken(course)).toBe(1);
  });

  test('is released for the next who asks, before any job has looked', async () => {
    const course = await lastSeat();
    await holding(course);
    world.advance(HOLD_MS);
    const newcomer = await world.trainee({ balanceRials: FEE });
    expect(await world.enrolments.enrol(await world.card(newcomer, course))).toMatchObject({
      type: 'enrolled',
    });
    const other = await lastSeat();
    await holding(other);
    world.advance(HOLD_MS);
    expect((await holding(other)).outcome.type).toBe('held');
  });

  test('does not let who comes late sit on another’s seat', async () => {
    const course = await lastSeat();
    const late = await holding(course);
    await world.charge(late, FEE);
    const card = await cardOf(late, course);
    world.advance(HOLD_MS);
    const newcomer = await world.trainee({ balanceRials: FEE });
    await world.enrolments.enrol(await world.card(newcomer, course));
    expect(await world.enrolments.enrol(card)).toEqual({ type: 'course-full' });
    expect(await seatsTaken(course)).toBe(1);
  });

  test('waits once more while a payment for it is being checked', async () => {
    const course = await lastSeat();
    const sara = await holding(course);
    world.advance(HOLD_MS - 1_000);
    const payment = { amountRials: FEE, description: 'شارژ', resumeDraft: sara.request.draft };
    await world.topUps.start({ ...payment, person: sara.person, account: sara.account });
    world.advance(1_000);
    await world.enrolments.watchPlaces(50);
    expect(await world.seats.heldFor(sara.request.draft)).toMatchObject({ extended: true });
    world.advance(EXTENSION_MS);
    await world.enrolments.watchPlaces(50);
    expect(await world.seats.heldFor(sara.request.draft)).toBeNull();
    expect(await seatsTaken(course)).toBe(0);
  });
});

test('a form that goes on to another course, or ends, gives its seat up', async () => {
  const [first, second] = [await lastSeat(), await lastSeat()];
  const { request } = await holding(first);
  await world.seats.hold({ ...request, course: second._id });
  expect([await seatsTaken(first), await seatsTaken(second)]).toEqual([0, 1]);
  const draft = await world.drafts.byId(request.draft);
  const marked = draft && (await world.drafts.write(draft, { holdsSeat: true }));
  if (!marked) throw new Error('The form is not there');
  await world.drafts.end(marked, 'cancelled');
  expect(await seatsTaken(second)).toBe(0);
});

test('many who want to hold the last seat at once: one holds it', async () => {
  const course = await lastSeat();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => holding(course)));
  expect(outcomes.filter(({ outcome }) => outcome.type === 'held')).toHaveLength(1);
  expect(await seatsTaken(course)).toBe(1);
});
