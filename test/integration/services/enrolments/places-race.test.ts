/** Seats, line, offers and holds of one course, changed by everybody at once, on workers with turns of their own. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Course } from '../../../../models/course.ts';
import { createEnrolments, type Enrolments } from '../../../../services/enrolments/service.ts';
import { createTurns } from '../../../../services/turns.ts';
import { type Card, createWorld, type Trainee, type World } from '../../../support/world.ts';

const FEE = 10_000;
const PEOPLE = 5;
const PLACES = 50;

let world: World;
let workers: Enrolments[];
beforeAll(async () => {
  world = await createWorld();
  workers = [0, 1, 2].map(() => createEnrolments({ ...world.enrolmentsDeps, inTurn: createTurns() }));
});
afterAll(() => world.close());

const DEEDS = ['confirm', 'join', 'withdraw', 'hold', 'accept', 'charge', 'watch', 'give-up'] as const;
const attempt = fc.record({
  do: fc.constantFrom(...DEEDS),
  who: fc.nat(PEOPLE - 1),
  /** Those on which it is done at once: a tap that comes twice may meet itself on another one. */
  on: fc.constantFrom([0], [1], [2], [0, 1], [1, 2]),
});
type Attempt = { do: (typeof DEEDS)[number]; who: number; on: readonly number[] };

/** Those with the money, then those without; all have the course's card in front of them. */
async function crowd(course: Course, rich: number): Promise<Card[]> {
  const people: Card[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    people.push(await world.card(await world.trainee({ balanceRials: n < rich ? FEE : 0 }), course));
  }
  return people;
}

async function carryOut(course: Course, who: Card, what: Attempt['do'], on: Enrolments): Promise<unknown> {
  switch (what) {
    case 'confirm':
      return on.enrol(who);
    case 'join':
      return on.join(who);
    case 'withdraw':
      return withdraw(course, who, on);
    case 'hold':
      return hold(course, who);
    case 'accept': {
      const offered = await world.enrolments.live(who.person._id, course._id);
      return offered && on.acceptOffer({ enrolment: offered._id, by: who.person, quotedFeeRials: FEE });
    }
    case 'charge':
      return world.charge(who, FEE);
    case 'watch':
      return on.watchPlaces(PLACES);
    case 'give-up': {
      const draft = await world.drafts.openRegistration(who);
      return draft && world.drafts.end(draft, 'cancelled');
    }
  }
}

async function withdraw(course: Course, { person, account }: Trainee, on: Enrolments) {
  const live = await world.enrolments.live(person._id, course._id);
  if (!live) return null;
  const seen = await on.lookAt(live._id, person);
  if (seen?.withdrawal.type !== 'allowed') return null;
  const shownRefundRials = seen.withdrawal.refundRials;
  return on.withdraw({ enrolment: live._id, by: person, account, shownRefundRials });
}

/** As the chat does when the wallet is short; the card stays, so that a late tap on it meets the hold. */
async function hold(course: Course, who: Card) {
  const draft = await world.drafts.openRegistration(who);
  if (!draft) return null;
  const held = await world.seats.hold({ course: course._id, person: who.person._id, draft: draft._id });
  return held.type === 'held' ? world.drafts.write(draft, { holdsSeat: true }) : null;
}

/** Once holds have run out and the jobs have looked, nobody waits beside a free seat. */
async function isAtRest(course: Course): Promise<void> {
  world.advance(20 * 60_000);
  await world.enrolments.watchPlaces(PLACES);
  const { seatsTaken, capacity, waiting } = await world.models.Course.findById(course._id).orFail();
  expect(seatsTaken === capacity || waiting === 0).toBe(true);
  expect(await world.models.SeatHold.countDocuments({ course: course._id })).toBe(0);
}

/** Nobody delivers notices here. */
const findings = async () =>
  (await world.audit.run()).findings.filter(({ rule }) => rule !== 'notice-overdue');

test('whoever promotes, withdraws, holds and confirms at once, every seat is counted, paid and given to the line', async () => {
  const storm = fc.record({
    capacity: fc.integer({ min: 1, max: 3 }),
    rich: fc.integer({ min: 1, max: PEOPLE }),
    before: fc.array(attempt, { minLength: 4, maxLength: 10 }),
    atOnce: fc.array(attempt, { minLength: 6, maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(storm, async ({ capacity, rich, before, atOnce }) => {
      const course = await world.course({ capacity, feeRials: FEE });
      const people = await crowd(course, rich);
      const make = async ({ do: what, who, on }: Attempt) => {
        const person = people[who];
        if (!person) throw new Error('The storm names somebody who is not there');
        const those = workers.filter((_, index) => on.includes(index));
        await Promise.all(those.map((worker) => carryOut(course, person, what, worker)));
      };
      for (const one of before) await make(one);
      await Promise.all(atOnce.map(make));
      expect(await findings()).toEqual([]);
      await isAtRest(course);
      expect(await findings()).toEqual([]);
    }),
    // The books remember a failure, so a smaller example would fail whatever it does.
    { numRuns: 20, endOnFailure: true },
  );
}, 240_000);
