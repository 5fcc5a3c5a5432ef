/** Five hundred people and one seat, on processes that have nothing in common but the database. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { startWorkers, type Workers } from '../../../support/processes/workers.ts';
import { type Card, COURSE, createWorld, type World } from '../../../support/world.ts';

const FEE = COURSE.feeRials;
const PEOPLE = 500;
const PROCESSES = 4;
/** A busy machine takes several times what a quiet one does. */
const TIME_MS = 300_000;

let world: World;
let workers: Workers;
beforeAll(async () => {
  world = await createWorld();
  workers = await startWorkers(world.mongoUri, PROCESSES);
}, TIME_MS);
afterAll(async () => {
  await workers?.close();
  await world?.close();
});

/** Everybody has the money, and the course's card in front of them. */
async function cardsOfCrowd(course: Course): Promise<Card[]> {
  const cards: Card[] = [];
  while (cards.length < PEOPLE) {
    const some = Array.from({ length: 20 }, () => world.trainee({ balanceRials: FEE }));
    cards.push(...(await Promise.all((await Promise.all(some)).map((who) => world.card(who, course)))));
  }
  return cards;
}

/** All at once, on one process after the other. */
function onWorkers(what: 'confirm' | 'join', cards: readonly Card[]): Promise<string[]> {
  return Promise.all(
    cards.map(({ person, account, operationId }, index) => {
      const who = { person: person._id.toHexString(), account: account._id.toHexString() };
      return workers.carryOut(index % PROCESSES, world.clock().getTime(), { do: what, ...who, operationId });
    }),
  );
}

function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

test(
  'scenario 28: five hundred people confirm for one seat on four processes: one is enrolled, the others are told, keep their money, and may stand in line',
  async () => {
    const course = await world.course({ capacity: 5, seatsTaken: 4 });
    const cards = await cardsOfCrowd(course);
    const { Course, Draft, Enrolment, Notification } = world.models;

    expect(tally(await onWorkers('confirm', cards))).toEqual({ enrolled: 1, 'course-full': PEOPLE - 1 });
    const [seated, ...nobodyElse] = await Enrolment.find({ course: course._id }).lean();
    expect(nobodyElse).toEqual([]);
    const balances = await Promise.all(
      cards.map(({ person }) => world.ledger.balanceOf(personalWallet(person._id))),
    );
    const isSeated = ({ person }: Card) => person._id.equals(seated?.person);
    expect(balances).toEqual(cards.map((card) => (isSeated(card) ? 0 : FEE)));
    expect(await Notification.countDocuments({ event: 'enrolled' })).toBe(1);
    expect(await Draft.countDocuments()).toBe(PEOPLE - 1);
    expect((await Course.findById(course._id).lean())?.seatsTaken).toBe(5);
    expect((await world.audit.run()).findings).toEqual([]);

    const some = cards.filter((card) => !isSeated(card)).slice(0, 40);
    expect(tally(await onWorkers('join', some))).toEqual({ joined: 40 });
    const inLine = await Enrolment.find({ course: course._id, status: 'waitlisted' }).lean();
    const places = await Promise.all(inLine.map((enrolment) => world.enrolments.placeInLine(enrolment)));
    expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, place) => place + 1));
    expect((await world.audit.run()).findings).toEqual([]);
  },
  TIME_MS,
);
