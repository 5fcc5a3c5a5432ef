/** What happens around the people who chat: payments end, systems fail and return, time passes, courses change. */
import type { Course } from '../../models/course.ts';
import {
  type Actor,
  type ActorKind,
  CENTRE_CODE,
  createActor,
  createKnown,
  createPortalUser,
  createStaff,
} from './people.ts';
import type { Random } from './random.ts';
import { PLATFORMS, type Stage } from './stage.ts';

const EVENTS = {
  payment: 38,
  'outside switch': 14,
  'time passes': 14,
  'course changes': 12,
  'blocked or unblocked': 8,
  'somebody new': 16,
  'grant changes': 2,
  'messenger stumbles': 0.6,
} as const;

export type Event = keyof typeof EVENTS;

export async function letHappen(stage: Stage, actors: Actor[], random: Random): Promise<Event> {
  const event = random.weighted(EVENTS);
  await HAPPENINGS[event](stage, actors, random);
  return event;
}

const HAPPENINGS: Record<Event, (stage: Stage, actors: Actor[], random: Random) => Promise<void>> = {
  payment: endPayment,
  async 'outside switch'({ world: { registers, gateway } }, _actors, random) {
    registers.shahkarDown = random.chance(0.4);
    registers.registryDown = random.chance(0.4);
    gateway.down = random.chance(0.25);
  },
  async 'time passes'({ world, runJobs }, _actors, random) {
    world.advance(Number(random.weighted(MINUTES)) * 60_000);
    await runJobs();
  },
  'course changes': changeCourse,
  'blocked or unblocked': blockOrUnblock,
  async 'somebody new'(stage, actors, random) {
    const leaving = random.pick(actors);
    // Of the same kind, so that none dies out.
    actors[actors.indexOf(leaving)] = await BIRTHS[leaving.kind](stage, random);
  },
  'grant changes': changeGrant,
  async 'messenger stumbles'({ messengers }, _actors, random) {
    messengers.stumble(random.pick(['error', 'reset'] as const));
  },
};

export const BIRTHS: Record<ActorKind, (stage: Stage, random: Random) => Actor | Promise<Actor>> = {
  stranger: createActor,
  trainee: createKnown,
  'portal user': createPortalUser,
  staff: createStaff,
};

/**
 * Long enough for a reminder, for a form to be set aside, for another chat to take over, for a payment to expire, for
 * what is kept of somebody to be deleted.
 */
const MINUTES = { 1: 4, 5: 4, 12: 4, 50: 2, 70: 2, 1500: 0.5, 3000: 0.2, 4500: 0.2 } as const;

/** The messenger is well again before the next step is judged. */
export const recoverMessenger = ({ messengers }: Stage) => messengers.recover();

/** Somebody at the gateway's page pays, fails, comes back, or does all that in another order. */
async function endPayment({ world }: Stage, _actors: Actor[], random: Random): Promise<void> {
  const { gateway, topUps } = world;
  const sessions = [...gateway.sessions].slice(-20);
  if (sessions.length === 0) return;
  const [id, { payment, state }] = random.pick(sessions);
  const isOpen = state === 'in-progress' || state === 'failed';
  const outcome = random.weighted({ paid: 6, 'other amount': 0.3, failed: 2, nothing: 1 });
  if (isOpen && outcome === 'paid') gateway.pay(id);
  if (isOpen && outcome === 'other amount') gateway.pay(id, payment.amountRials / 10);
  if (isOpen && outcome === 'failed') gateway.end(id, 'failed');
  // The browser may come back never, once, or in two tabs at once.
  const returns = random.weighted({ 0: 2, 1: 6, 2: 2 });
  await Promise.all(Array.from({ length: Number(returns) }, () => topUps.returned('zarinpal', id)));
}

async function changeCourse(stage: Stage, _actors: Actor[], random: Random): Promise<void> {
  const { world } = stage;
  const { Course, Draft } = world.models;
  // Half of the time one that somebody is looking at.
  const looked = (await Draft.distinct('answers.courseCode')).map(String).sort();
  const code = random.pick(looked.length > 0 && random.chance(0.5) ? looked : stage.courses);
  const change = random.weighted({ fee: 5, new: 5, 'more seats': 6, full: 7, closed: 1, cancelled: 1 });
  if (change === 'fee') await Course.updateOne({ code }, { feeRials: random.pick([0, 300_000, 700_000]) });
  if (change === 'closed' || change === 'cancelled') await Course.updateOne({ code }, { status: change });
  if (change === 'new') await openCourse(stage, random);
  if (change === 'full') await fillUp(stage, code);
  // For those who wait in its line, or the next ones where nobody does.
  if (change === 'more seats') {
    const full = await Course.findOne({ waiting: { $gt: 0 } })
      .sort({ code: 1 })
      .lean<{ code: string }>();
    await Course.updateOne({ code: full?.code ?? code }, { $inc: { capacity: 1 } });
    await world.enrolments.watchPlaces(100);
  }
}

/** The organisation gives it no more seats than are taken. */
async function fillUp({ world: { models } }: Stage, code: string): Promise<void> {
  const { seatsTaken } = await models.Course.findOne({ code }).orFail().lean<Course>();
  if (seatsTaken > 0) await models.Course.updateOne({ code, seatsTaken }, { capacity: seatsTaken });
}

async function changeGrant({ world }: Stage, actors: Actor[], random: Random): Promise<void> {
  const { nationalCode } = random.pick(actors);
  const which = { nationalCode, centreCode: CENTRE_CODE, reason: 'آزمون' };
  if (random.chance(0.5)) await world.grants.revoke(which);
  else await world.grants.grant({ ...which, mayExempt: random.chance(0.5) });
}

/** Most can be enrolled in at once; registration for a few begins in a week. */
export async function openCourse({ world, courses }: Stage, random: Random): Promise<void> {
  const inAWeek = new Date(world.clock().getTime() + 7 * 24 * 60 * 60_000).toISOString();
  const { code } = await world.course({
    title: random.pick([
      'جوشکاری',
      'خیاطی <b>نازک</b>',
      'نانوایی & قنادی',
      '*رایانه* [کار](x)',
      'ط'.repeat(120),
    ]),
    feeRials: random.pick([0, 0, 500_000, 4_500_000]),
    capacity: random.pick([1, 1, 3, 200]),
    ...(random.chance(0.1) && { registrationOpensAt: inAWeek }),
  });
  courses.push(code);
}

async function blockOrUnblock({ messengers }: Stage, actors: Actor[], random: Random): Promise<void> {
  const { blocked, userId } = random.pick(actors);
  const platform = random.pick(PLATFORMS);
  const isBlocked = blocked.has(platform);
  if (isBlocked) blocked.delete(platform);
  else blocked.add(platform);
  const action = isBlocked ? { unblock: true as const } : { block: true as const };
  await messengers.chats.act(platform, userId[platform], { ...action, repeat: 1 });
}
