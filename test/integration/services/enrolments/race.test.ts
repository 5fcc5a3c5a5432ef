/** Confirmations that meet. Each worker has turns of its own, as processes have: only the database is between them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEnrolments } from '../../../../services/enrolments/service.ts';
import { createTurns } from '../../../../services/turns.ts';
import { whatIsLeft } from '../../../support/what-is-left.ts';
import { type Card, COURSE, createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;
const WORKERS = 4;

/** Confirms the cards all at once, on several workers in turn. */
function confirmOnWorkers(cards: Card[]) {
  const workers = Array.from({ length: WORKERS }, () =>
    createEnrolments({ ...world.enrolmentsDeps, inTurn: createTurns() }),
  );
  return Promise.all(cards.map((card, index) => workers[index % WORKERS]?.enrol(card)));
}

/** The number of each kind of outcome. */
function tally(outcomes: ({ type: string } | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const type = outcome?.type ?? 'nothing';
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

test('twenty taps on one card on four workers enrol once and are all told of the same enrolment', async () => {
  const maryam = await world.trainee({ balanceRials: 3 * FEE });
  const course = await world.course();
  const card = await world.card(maryam, course);
  const outcomes = await confirmOnWorkers(Array.from({ length: 20 }, () => card));
  expect(tally(outcomes)).toEqual({ enrolled: 20 });
  const codes = outcomes.map((outcome) => outcome?.type === 'enrolled' && outcome.enrolment.trackingCode);
  expect(new Set(codes).size).toBe(1);
  expect(await whatIsLeft(world, maryam, course)).toMatchObject({
    balanceRials: 2 * FEE,
    seatsTaken: 1,
    live: 1,
  });
});

test('two cards of one person for the same course: only the latest is obeyed', async () => {
  const maryam = await world.trainee({ balanceRials: 3 * FEE });
  const course = await world.course();
  const cards = [await world.card(maryam, course), await world.card(maryam, course)];
  const outcomes = await confirmOnWorkers([...cards, ...cards]);
  expect(tally(outcomes)).toEqual({ 'card-outdated': 2, enrolled: 2 });
  expect(await whatIsLeft(world, maryam, course)).toMatchObject({
    balanceRials: 2 * FEE,
    seatsTaken: 1,
    live: 1,
  });
});

test('a card that is drawn anew while it is tapped enrols once or not at all', async () => {
  const maryam = await world.trainee({ balanceRials: 3 * FEE });
  const course = await world.course();
  const card = await world.card(maryam, course);
  const [outcome] = await Promise.all([world.enrolments.enrol(card), redraw().catch(() => 'too late')]);
  const left = await whatIsLeft(world, maryam, course);
  const enrolled = outcome.type === 'enrolled';
  expect(left).toMatchObject({ live: enrolled ? 1 : 0, balanceRials: enrolled ? 2 * FEE : 3 * FEE });

  async function redraw() {
    await world.card(maryam, course);
  }
});

describe('whatever people do at once', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('charge' as const), who: fc.nat(3), rials: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('enrol' as const), who: fc.nat(3), course: fc.nat(2) }),
  );

  test('books, wallets and seats agree', async () => {
    const steps = fc.array(step, { minLength: 6, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, async (wanted) => {
        const people = await Promise.all(Array.from({ length: 4 }, () => world.trainee()));
        const courses = [
          await world.course({ capacity: 1, feeRials: 20_000 }),
          await world.course({ capacity: 2, feeRials: 10_000 }),
          await world.course({ capacity: 9, feeRials: 0 }),
        ];
        await Promise.all(
          wanted.map(async (next) => {
            const who = people[next.who];
            if (!who) return;
            if (next.do === 'charge') return world.charge(who, next.rials * 10_000);
            const course = courses[next.course];
            // Two forms of one person at once: one of them may find that the other has written meanwhile.
            const card = course && (await world.card(who, course).catch(() => null));
            if (card) await world.enrolments.enrol(card);
          }),
        );
        expect((await world.audit.run()).findings).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
