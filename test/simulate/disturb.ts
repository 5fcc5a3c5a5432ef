/** What strikes the machines, and what happens at the bank, while people chat. */
import { returnUrl } from '../../sandbox/providers/payment-sessions.ts';
import type { Actor } from '../monkey/people.ts';
import type { Random } from '../monkey/random.ts';
import { PLATFORMS } from '../monkey/stage.ts';
import type { Outside } from './outside.ts';
import type { Stage } from './stage.ts';

const STRIKES = { bot: 4, jobs: 3, 'redis wiped': 3, redis: 1, mongo: 1, gateway: 2 } as const;
export type Strike = keyof typeof STRIKES;

/** Within so many database commands a process has done what a person has asked of it. */
const COMMANDS = 30;

/** It is not waited for: people go on meanwhile. */
export function strike({ machines, outside }: Stage, random: Random): Strike {
  const name = random.weighted(STRIKES);
  const death = { phase: random.pick(['sent', 'answered'] as const), command: 1 + random.below(COMMANDS) };
  if (name === 'redis wiped') void machines.wipeRedis();
  else if (name === 'gateway') turnGateway(outside, random);
  else if (name === 'redis' || name === 'mongo') machines.kill(name);
  else machines.condemn(name, death);
  return name;
}

const GATEWAYS = ['payment-zarinpal', 'payment-zibal'] as const;

/** One of them is away until this happens to it again, or everything comes to rest. */
function turnGateway({ systems }: Outside, random: Random): void {
  const name = random.pick(GATEWAYS);
  systems.set(name, systems.modes()[name].mode === 'up' ? { mode: 'down', how: 'error' } : { mode: 'up' });
}

export function allGatewaysUp({ outside }: Stage): void {
  for (const name of GATEWAYS) outside.systems.set(name, { mode: 'up' });
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Holds and offers run out, forms are reminded of and set aside, payments expire, courses begin. */
const PAUSES_MS = [5 * MINUTE_MS, 20 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 26 * HOUR_MS];

export const pause = (random: Random): number => random.pick(PAUSES_MS);

/** Where the pay buttons in somebody's chats lead, oldest first. */
function payLinksOf({ outside }: Stage, { userId }: Actor): string[] {
  const urls = PLATFORMS.flatMap((platform) => outside.chats.itemsAfter(platform, userId[platform], 0))
    .flatMap(({ buttons = [] }) => buttons.flat())
    .map(({ url = '' }) => url);
  return [...new Set(urls.filter((url) => PAY_PAGE.test(url) || ENTRANCE.test(url)))];
}

/** The page on which a payment is paid, by its session; and ours before it, which Zibal wants to see. */
const PAY_PAGE = /\/(?:StartPay|start)\/(\w+)/;
const ENTRANCE = /\/payments\/go\//;

/** Undefined when our page says that there is nothing to pay any more, or does not answer. */
async function sessionAt(link: string): Promise<string | undefined> {
  const address = ENTRANCE.test(link) ? await (await fetch(link)).text() : link;
  return PAY_PAGE.exec(address)?.[1];
}

/** At the bank's page of one of their payments, new or old: pays, gives up, comes back never, once or in two tabs. */
export async function visitBank(stage: Stage, actor: Actor, random: Random): Promise<string> {
  const links = payLinksOf(stage, actor);
  if (links.length === 0) return 'nothing to pay';
  const id = await sessionAt(random.chance(0.7) ? (links.at(-1) ?? '') : random.pick(links));
  if (id === undefined) return 'not let in';
  const { payments } = stage.outside;
  const session = payments.get(id);
  if (!session) throw new Error('A link leads to no payment');
  const outcome = random.weighted({ paid: 7, failed: 2, cancelled: 1 });
  payments.settle(session, outcome);
  const returns = Number(random.weighted({ 0: 3, 1: 5, 2: 2 }));
  await Promise.all(Array.from({ length: returns }, () => comeBack(returnUrl(session, outcome))));
  return `${outcome}, ${session.gateway}`;
}

/** Everybody whose money the bank took comes back once more, so that nothing is left to wait for. */
export async function allComeBack({ outside }: Stage): Promise<void> {
  for (const session of outside.payments.all().filter(({ status }) => status === 'PAID')) {
    await comeBack(returnUrl(session, 'paid'));
  }
}

async function comeBack(url: string): Promise<void> {
  const page = await fetch(url);
  await page.body?.cancel();
}
