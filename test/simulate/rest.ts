/** Everything comes to an end: everybody is answered, every payment is settled and every notice has left. */
import { createRandom } from '../monkey/random.ts';
import { PLATFORMS } from '../monkey/stage.ts';
import { until } from '../support/until.ts';
import { expectNone, faultsIn } from './books.ts';
import { allComeBack, allGatewaysUp, pause } from './disturb.ts';
import { count } from './report.ts';
import type { Stage } from './stage.ts';
import { doAndBeAnswered, type Run } from './step.ts';

/** What a job is to do is done by then: the slowest looks every twenty seconds. */
const REST_MS = 90_000;
const HOUR_MS = 60 * 60 * 1000;

/** Between two rounds. */
export async function letTimePass({ stage, seed, report }: Run, step: number): Promise<void> {
  const random = createRandom(seed * 7_919 + step);
  const ms = pause(random);
  const killing = random.chance(0.5);
  const hours = `${(ms / HOUR_MS).toFixed(1)} hours passed`;
  count(report, killing ? `${hours}, all killed` : hours);
  await stage.passTime(ms, { killing });
}

export async function comeToRest(stage: Stage): Promise<void> {
  const planned = { action: { text: '/start' }, repeat: 1, twice: false };
  const chats = stage.actors.flatMap((actor) => PLATFORMS.map((platform) => ({ actor, platform })));
  await Promise.all(chats.map((chat) => doAndBeAnswered(stage, { ...chat, planned, where: 'the end' })));
  allGatewaysUp(stage);
  await allComeBack(stage);
  await until('the bots have confirmed all updates', () => noneIsPending(stage));
  // Deliveries whose process died, or whose answer was lost, are taken up again after a while.
  await stage.passTime(HOUR_MS, { killing: false });
  await until('all notices have left', () => allHaveLeft(stage), REST_MS, 200);
  await until('the books agree', async () => (await faultsIn(stage)).length === 0, REST_MS, 500).catch(
    async () => expectNone(await faultsIn(stage)),
  );
}

async function noneIsPending({ outside }: Stage): Promise<boolean> {
  const left = await Promise.all(PLATFORMS.map((platform) => outside.pending(platform)));
  return left.every((count) => count === 0);
}

async function allHaveLeft({ models }: Stage): Promise<boolean> {
  const waiting = ['sms', 'karpooshe', 'chat'].map((channel) => ({
    [`${channel}.state`]: { $in: ['pending', 'sending'] },
  }));
  return (await models.Notification.countDocuments({ $or: waiting })) === 0;
}
