/** One step: somebody does something in one of their chats, or at the bank, and is answered. */
import type { Platform } from '../../config.ts';
import { personActionSchema } from '../../sandbox/bot-api/people/person-action.ts';
import type { Actor } from '../monkey/people.ts';
import { placeOf } from '../monkey/place.ts';
import { createRandom, type Random } from '../monkey/random.ts';
import { PLATFORMS } from '../monkey/stage.ts';
import { kindOfTap } from '../monkey/tap-kinds.ts';
import { until } from '../support/until.ts';
import { type Planned, plan } from './acts.ts';
import { strike, visitBank } from './disturb.ts';
import { count, type Report } from './report.ts';
import type { Stage } from './stage.ts';

export interface Run {
  stage: Stage;
  seed: number;
  report: Report;
  /** Chats in which somebody waits for an answer just now. */
  busy: Set<string>;
}

/** Machines that were killed have come back long before; a person who has no answer by then was left alone. */
const ANSWER_MS = 60_000;
const STRIKES = 0.015;

export async function takeStep(run: Run, step: number): Promise<void> {
  const { stage, seed, report, busy } = run;
  // Each step has chance of its own: what one does, does not depend on how fast another one is.
  const random = createRandom(seed * 1_000_003 + step);
  if (random.chance(STRIKES)) count(report, `struck: ${strike(stage, random)}`);
  if (random.chance(0.02)) await patiently(() => stage.openCourse(random));
  const actor = random.pick(stage.actors);
  if (random.chance(0.12)) return count(report, `at the bank: ${await visitBank(stage, actor, random)}`);
  const { platform, chat } = freeChat(busy, random.pick(PLATFORMS), actor);
  if (busy.has(chat)) return count(report, 'waits for the answer');
  busy.add(chat);
  try {
    await act(run, actor, platform, random);
  } catch (error) {
    throw new Error(`Step ${step}, ${chat}`, { cause: error });
  } finally {
    busy.delete(chat);
  }
}

/** One thing after the other in one chat; the same person's other chat does not wait. */
function freeChat(busy: ReadonlySet<string>, wanted: Platform, { userId }: Actor) {
  const other = wanted === 'telegram' ? 'bale' : 'telegram';
  const platform = busy.has(`${wanted}:${userId[wanted]}`) ? other : wanted;
  return { platform, chat: `${platform}:${userId[platform]}` };
}

async function act({ stage, report }: Run, actor: Actor, platform: Platform, random: Random): Promise<void> {
  const place = await patiently(() => placeOf(stage, actor, platform));
  const items = stage.outside.chats.itemsAfter(platform, actor.userId[platform], 0).slice(-ITEMS_SEEN);
  const planned = plan({ stage, actor, platform, place, items, pressed: report.taps, random });
  count(report, planned.kind);
  const { pressData } = planned.action;
  const tapped = typeof pressData === 'string' ? kindOfTap(pressData) : undefined;
  if (tapped) report.taps.set(tapped, (report.taps.get(tapped) ?? 0) + 1);
  const waitedMs = await doAndBeAnswered(stage, { actor, platform, planned, where: place.name });
  if (waitedMs === null) count(report, 'not possible');
  else report.waits.push(waitedMs);
}

/** What is on a screen and a bit above it. */
const ITEMS_SEEN = 30;

export interface Doing {
  actor: Actor;
  platform: Platform;
  planned: Pick<Planned, 'action' | 'repeat' | 'twice'>;
  where: string;
}

/** Returns how long it took in milliseconds, or null when the messenger does not let a person do that. */
export async function doAndBeAnswered(
  { outside }: Stage,
  { actor, platform, planned: { action, repeat, twice }, where }: Doing,
): Promise<number | null> {
  const userId = actor.userId[platform];
  const { chats } = outside;
  const unchangedBefore = outside.timesUnchanged(platform, String(userId));
  const lastId = Math.max(0, ...chats.itemsAfter(platform, userId, 0).map(({ id }) => id));
  const startedAt = performance.now();
  const tell = () => chats.act(platform, userId, personActionSchema.parse({ ...action, repeat }));
  const outcome = await tell();
  if (twice) await tell();
  if (outcome.type !== 'done' || outcome.updateIds.length === 0) return null;
  const isAnswered = () =>
    chats.itemsAfter(platform, userId, lastId).some(({ from }) => from === 'bot') ||
    outside.timesUnchanged(platform, String(userId)) > unchangedBefore;
  const { signal } = new AbortController();
  while (!isAnswered()) {
    if (performance.now() - startedAt > ANSWER_MS)
      throw new Error(`Nobody answered ${JSON.stringify(action)} at "${where}"`);
    await chats.waitForItems(platform, userId, lastId, { waitMs: 50, fromAnyone: false, signal });
  }
  return performance.now() - startedAt;
}

/** The simulator's own look at the database waits while that is away. */
export async function patiently<T>(look: () => Promise<T>): Promise<T> {
  const seen = () =>
    look().then(
      (value) => ({ value }),
      () => null,
    );
  return (await until('the database answers', seen, 60_000)).value;
}
