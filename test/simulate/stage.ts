/** Where the simulation takes place: a world, worker processes on it, virtual people and courses of few seats. */
import type { Types } from 'mongoose';
import type { Random } from '../monkey/random.ts';
import { createWorld, type Trainee, type World } from '../support/world.ts';
import type { Who } from './messages.ts';
import { startWorkers, type Workers } from './workers.ts';

/** Somebody with two chats, and the cards that they have in front of them, old ones too. */
export interface VirtualPerson {
  chats: readonly [Who, Who];
  cards: { who: Who; operationId: string }[];
}

export interface Stage {
  world: World;
  workers: Workers;
  trainees: VirtualPerson[];
  portalUsers: VirtualPerson[];
  /** By deed, how often each outcome came of it. */
  outcomes: Map<string, Map<string, number>>;
  close(): Promise<void>;
}

const WORKERS = 2;
const TRAINEES = 8;
const PORTAL_USERS = 2;
const OPEN_COURSES = 5;
const DAY_MS = 24 * 60 * 60 * 1000;

export async function setStage(random: Random): Promise<Stage> {
  const world = await createWorld();
  const deps = { mongoUri: world.mongoUri, gateway: world.gateway, count: WORKERS };
  const workers = await startWorkers(deps);
  const { centre } = await openCourse(world, random);
  const trainees: VirtualPerson[] = [];
  for (let n = 0; n < TRAINEES; n += 1) {
    trainees.push(await withTwoChats(world, await world.trainee({ balanceRials: n % 2 ? 300_000 : 0 })));
  }
  const portalUsers: VirtualPerson[] = [];
  for (let n = 0; n < PORTAL_USERS; n += 1) portalUsers.push(await portalUser(world, centre));
  return {
    ...{ world, workers, trainees, portalUsers },
    outcomes: new Map(),
    async close() {
      await workers.close();
      await world.close();
    },
  };
}

/** With money in both wallets. */
async function portalUser(world: World, centre: Types.ObjectId): Promise<VirtualPerson> {
  const known = await world.portalUser(centre);
  await world.charge(known, 200_000);
  await world.charge(known, 500_000, 'portal-user');
  return withTwoChats(world, known);
}

async function withTwoChats(world: World, { person, account }: Trainee): Promise<VirtualPerson> {
  const { nationalCode } = person;
  const mobile = world.registers.people.get(nationalCode)?.mobile ?? '';
  const other = await world.proven(await world.account('bale'), { nationalCode, mobile });
  const whoIn = ({ _id }: Trainee['account']): Who => ({
    person: person._id.toHexString(),
    account: _id.toHexString(),
  });
  return { chats: [whoIn(account), whoIn(other.account)], cards: [] };
}

/** New courses appear as registration for old ones ends. Returns the codes of those that may still be chosen. */
export async function coursesToChoose({ world }: Stage, random: Random): Promise<string[]> {
  const stillOpen = { registrationClosesAt: { $gt: world.clock() } };
  const open = await world.models.Course.find(stillOpen).sort({ _id: 1 }).lean<{ code: string }[]>();
  const codes = open.map(({ code }) => code);
  while (codes.length < OPEN_COURSES) codes.push((await openCourse(world, random)).code);
  return codes;
}

async function openCourse(world: World, random: Random) {
  const startsInMs = (1 + random.below(5)) * DAY_MS;
  const after = (ms: number) => new Date(world.clock().getTime() + ms).toISOString();
  const course = await world.course({
    capacity: 1 + random.below(3),
    feeRials: random.pick([0, 20_000, 50_000, 100_000]),
    registrationClosesAt: after(startsInMs * random.pick([0.6, 1])),
    startsAt: after(startsInMs),
    endsAt: after(startsInMs + 30 * DAY_MS),
  });
  if (random.chance(0.3)) {
    const withdrawal = { refundPercent: random.pick([0, 50, 70]) };
    await world.models.Course.updateOne({ _id: course._id }, { withdrawal });
  }
  return course;
}
