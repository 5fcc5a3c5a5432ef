/**
 * The backfill (N2): asks the registry for the names of those who were let in without it, several at a time and no faster
 * than it allows, whoever waits in a chat first.
 *
 * `registryDueAt` of a pending person says from when on they are to be asked for. Whoever asks moves it ahead first, by
 * compare-and-set, so that nobody else does; a process that dies has moved it, no more, and somebody asks again when it
 * is due. An answer ends being pending; failing moves it further ahead each time, up to a limit. While the breaker is
 * open one question of all processes looks whether the registry is back, and nothing else is asked.
 */
import type { Types } from 'mongoose';
import type { Person, StoredPerson } from '../../models/person.ts';
import type { Breakers } from '../breakers/service.ts';
import { wasAsked } from '../providers/identity/answers.ts';
import type { CivilRegistry, CivilRegistryResult } from '../providers/identity/civil-registry.ts';
import type { Pace } from '../providers/identity/pace.ts';
import { type RegistryAnswerDeps, writeAnswer } from './registry-answer.ts';

export interface BackfillDeps extends RegistryAnswerDeps {
  /** Behind its breaker, and not paced: the backfill keeps the pace itself. */
  civilRegistry: CivilRegistry;
  pace: Pace;
  breakers: Pick<Breakers, 'stance'>;
  /** Between 0 and 1. */
  random: () => number;
  /** Questions that may be under way at the same time. */
  inFlight: number;
}

export interface Pass {
  /** People of whom the registry said something. */
  completed: number;
  /** Ended because the registry is away, or our account there is in disorder. */
  stillDown: boolean;
}

/** Longer than a slot and an answer may take together. */
export const CLAIM_EXPIRES_MS = 45_000;
/** Doubled with each failure. */
export const FIRST_BACK_OFF_MS = 30_000;
export const LONGEST_BACK_OFF_MS = 10 * 60_000;
/** A question that came too often was not looked at: it takes the next slot, so many times at most, then waits. */
const QUOTA_TRIES = 3;
const AFTER_QUOTA_MS = 2_000;
/** People read at a time. */
const LOT = 200;

interface Passing extends BackfillDeps {
  pass: Pass;
  isOver(): boolean;
  /** The next who is due; null: nobody. */
  next(): Promise<StoredPerson | null>;
}

/** Asks until nobody is due, the registry is away, or `signal` ends it; what is under way is finished. */
export async function backfill(deps: BackfillDeps, signal?: AbortSignal): Promise<Pass> {
  const pass: Pass = { completed: 0, stillDown: false };
  const isOver = () => pass.stillDown || signal?.aborted === true;
  const passing = { ...deps, pass, isOver, next: createSupply(deps) };
  const stance = await deps.breakers.stance('civil-registry');
  if (stance === 'waits' || stance === 'switched-off') return { ...pass, stillDown: true };
  // One looks; its answer lets the others go.
  if (stance === 'probes') await askForNext(passing);
  const workers = await Promise.allSettled(Array.from({ length: deps.inFlight }, () => work(passing)));
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  return pass;
}

async function work(passing: Passing): Promise<void> {
  try {
    while (!passing.isOver() && (await askForNext(passing))) {
      // The next one.
    }
  } catch (error) {
    passing.pass.stillDown = true;
    throw error;
  }
}

/** Reads in lots; many who need one at once read once. Whom another process has claimed meanwhile, its claim shows. */
function createSupply({ models, clock }: BackfillDeps): Passing['next'] {
  let lot: StoredPerson[] = [];
  let reading: Promise<void> | null = null;
  async function read(): Promise<void> {
    lot = await models.Person.find(dueAt(clock()))
      .sort({ registryDueAt: 1, registryAskedAt: 1 })
      .limit(LOT)
      .lean<StoredPerson[]>();
  }
  return async () => {
    if (lot.length === 0) {
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
    }
    return lot.shift() ?? null;
  };
}

/** Never asked for, or due by now. */
const dueAt = (now: Date) => ({ identity: 'pending' as const, registryDueAt: { $not: { $gt: now } } });

/** False when nobody is due. */
async function askForNext(passing: Passing): Promise<boolean> {
  const stored = await passing.next();
  if (!stored) return false;
  if (!(await claim(passing, stored._id))) return true;
  const result = await ask(passing, stored);
  if (result === null) {
    await release(passing, stored._id);
  } else if (result.type === 'unavailable' && result.fault === 'quota') {
    await askAgain(passing, stored._id, AFTER_QUOTA_MS);
  } else if (result.type === 'unavailable' || result.type === 'bad-input') {
    // Nobody loses a place because a service finds fault with our question.
    if (result.type === 'unavailable' && result.fault === 'ours') passing.pass.stillDown = true;
    await askAgain(passing, stored._id, await backOffMs(passing, stored));
  } else {
    await writeAnswer(passing, stored._id, result);
    passing.pass.completed += 1;
  }
  return true;
}

/** Null: nobody was asked. */
async function ask(passing: Passing, stored: StoredPerson): Promise<CivilRegistryResult | null> {
  const { nationalCode, birthDate } = passing.people.opened(stored);
  for (let tries = 1; ; tries += 1) {
    if (!(await passing.pace.slot('backlog')) || passing.isOver()) return null;
    const result = await passing.civilRegistry.lookup(nationalCode, birthDate);
    if (result.type !== 'unavailable') return result;
    if (!wasAsked(result)) {
      passing.pass.stillDown = true;
      return null;
    }
    if (result.fault !== 'quota' || tries === QUOTA_TRIES) return result;
    await passing.pace.refused();
  }
}

async function claim({ models, clock }: BackfillDeps, _id: Types.ObjectId): Promise<boolean> {
  const now = clock();
  const { modifiedCount } = await models.Person.updateOne(
    { _id, ...dueAt(now) },
    { $set: { registryDueAt: new Date(now.getTime() + CLAIM_EXPIRES_MS) } },
  );
  return modifiedCount > 0;
}

/** Nobody was asked: whoever passes next asks. */
async function release({ models }: BackfillDeps, _id: Types.ObjectId): Promise<void> {
  await models.Person.updateOne({ _id, identity: 'pending' }, { $unset: { registryDueAt: true } });
}

async function askAgain({ models, clock }: BackfillDeps, _id: Types.ObjectId, inMs: number): Promise<void> {
  const now = clock();
  await models.Person.updateOne(
    { _id, identity: 'pending' },
    {
      $set: { registryAskedAt: now, registryDueAt: new Date(now.getTime() + inMs) },
      $inc: { registryAttempts: 1 },
    },
  );
}

/** Longer with each failure, and not the same for those who failed together. An outage is the breaker's, not theirs. */
async function backOffMs(
  { breakers, random }: BackfillDeps,
  { registryAttempts }: Pick<Person, 'registryAttempts'>,
): Promise<number> {
  const isOutage = (await breakers.stance('civil-registry')) !== 'calls';
  const doublings = isOutage ? 0 : Math.max(0, registryAttempts - 1);
  const fullMs = Math.min(FIRST_BACK_OFF_MS * 2 ** doublings, LONGEST_BACK_OFF_MS);
  return fullMs * (1 + random()) * 0.5;
}
