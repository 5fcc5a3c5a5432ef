/**
 * The monkey: people who do anything at all, step by step, on both messengers, while systems fail and time passes. After
 * each step everybody who said or tapped something has an answer, and nothing of ours has gone wrong.
 */
import type { Platform } from '../../config.ts';
import type { ChatItem } from '../../sandbox/bot-api/chat-item.ts';
import { personActionSchema } from '../../sandbox/bot-api/people/person-action.ts';
import { chooseAct } from './acts.ts';
import { BIRTHS, letHappen, openCourse, recoverMessenger } from './events.ts';
import type { Actor, ActorKind } from './people.ts';
import { PLACES, placeOf } from './place.ts';
import { createRandom, type Random } from './random.ts';
import type { Action } from './scene.ts';
import { type Call, PLATFORMS, type Stage, setStage } from './stage.ts';
import { statementOf } from './statement.ts';
import { kindOfTap, TAP_KINDS } from './tap-kinds.ts';

export interface MonkeyOptions {
  steps: number;
  seed: number;
}

export interface MonkeyReport {
  /** How often something was done at each place, by kind of act; every place is there. */
  visits: Map<string, Map<string, number>>;
  /** How often a button of each kind was pressed where it was offered; every kind is there. */
  taps: Map<string, number>;
  events: Map<string, number>;
  /** How often each text was shown. */
  textsShown: ReadonlyMap<string, number>;
  answers: number;
  /** Violated invariants of money and seats. */
  findings: unknown[];
}

/** Those who chat at a time. */
const CROWD: Record<ActorKind, number> = { staff: 2, 'portal user': 4, trainee: 1, stranger: 4 };
const OPEN_COURSES = 8;

/** Rejects at the first step that is not answered as it should be, with all that is needed to look at it. */
export async function runMonkey({ steps, seed }: MonkeyOptions): Promise<MonkeyReport> {
  const stage = await setStage();
  const random = createRandom(seed);
  const report = emptyReport(stage);
  try {
    for (let n = 0; n < OPEN_COURSES; n += 1) await openCourse(stage, random);
    const actors = await createCrowd(stage, random);
    for (let step = 1; step <= steps; step += 1) {
      await takeStep(stage, actors, random, report).catch((error: unknown) => {
        throw new Error(`Step ${step} of seed ${seed}`, { cause: error });
      });
    }
    await allCanGoOn(stage, actors);
    report.findings = (await stage.world.audit.run()).findings;
    return report;
  } finally {
    await stage.close();
  }
}

/** Where nobody has been, and the kinds of buttons that nobody has pressed. */
export function unmet({ visits, taps }: MonkeyReport): string[] {
  const places = [...visits].filter(([, acts]) => acts.size === 0).map(([place]) => place);
  const kinds = [...taps].filter(([, times]) => times === 0).map(([kind]) => `button ${kind}`);
  return [...places, ...kinds];
}

function emptyReport({ textsShown }: Stage): MonkeyReport {
  const visits = new Map(PLACES.map((place) => [place, new Map<string, number>()]));
  const taps = new Map(TAP_KINDS.map((kind) => [kind, 0]));
  return { visits, taps, events: new Map(), textsShown, answers: 0, findings: [] };
}

async function createCrowd(stage: Stage, random: Random): Promise<Actor[]> {
  const crowd: Actor[] = [];
  for (const [kind, count] of Object.entries(CROWD))
    for (let n = 0; n < count; n += 1) crowd.push(await BIRTHS[kind as ActorKind](stage, random));
  return crowd;
}

async function takeStep(stage: Stage, actors: Actor[], random: Random, report: MonkeyReport): Promise<void> {
  if (random.chance(0.15)) {
    const event = await letHappen(stage, actors, random);
    count(report.events, event);
    await settled(stage);
    return assertNoFault(stage, event);
  }
  const actor = random.pick(actors);
  // Once in a while both chats of a person speak in the same instant.
  const platforms = random.chance(0.06)
    ? PLATFORMS
    : [random.chance(0.7) ? mainOf(actor) : random.pick(PLATFORMS)];
  const done: Done[] = [];
  stage.calls.length = 0;
  for (const platform of platforms) {
    if (!actor.blocked.has(platform))
      done.push(await act({ stage, actors, random, report }, actor, platform));
  }
  await settled(stage);
  recoverMessenger(stage);
  assertNoFault(stage, JSON.stringify(done));
  for (const one of done) report.answers += assertAnswered(stage.calls, one);
}

/** Each person has a messenger that they prefer. */
const mainOf = ({ userId }: Actor): Platform => (userId.telegram % 2 === 0 ? 'telegram' : 'bale');

interface Done {
  platform: Platform;
  chat: string;
  place: string;
  kind: string;
  action: Action;
  /** How many updates the bot got of it. */
  updates: number;
}

interface Play {
  stage: Stage;
  actors: readonly Actor[];
  random: Random;
  report: MonkeyReport;
}

async function act({ stage, actors, random, report }: Play, actor: Actor, platform: Platform): Promise<Done> {
  const { chats } = stage.messengers;
  const userId = actor.userId[platform];
  const place = await placeOf(stage.world, actor, platform);
  const items = chats.itemsAfter(platform, userId, 0);
  const { world, courses } = stage;
  const scene = {
    ...{ actor, actors, platform, place, items, courses, pressed: report.taps, random },
    full: place.asked === 'trainee-course' ? await fullCourses(stage) : [],
    seated: place.asked === 'trainee-wallet' ? await seatedOf(stage, actors) : [],
    stranger: () => world.stranger(),
    lastSmsTo: (mobile: string) => world.codesSms.received.findLast(({ to }) => to === mobile)?.text,
    statement: () => statementOf(world.gateway, random),
  };
  const { kind, action } = chooseAct(scene);
  const visited = report.visits.get(place.name) ?? new Map<string, number>();
  report.visits.set(place.name, visited);
  count(visited, kind);
  const tapped = offeredTap(items, action);
  if (tapped) count(report.taps, tapped);
  const outcome = await chats.act(platform, userId, personActionSchema.parse(action));
  // What the messenger does not let a person do reaches nobody.
  const updates = outcome.type === 'done' ? outcome.updateIds.length : 0;
  return { platform, chat: String(userId), place: place.name, kind, action, updates };
}

function fullCourses({ world }: Stage): Promise<string[]> {
  return world.models.Course.distinct('code', { $expr: { $gte: ['$seatsTaken', '$capacity'] } });
}

async function seatedOf({ world }: Stage, actors: readonly Actor[]): Promise<Actor[]> {
  const ids = await world.models.Enrolment.distinct('person', { status: 'active' });
  const people = await Promise.all(ids.map((id) => world.people.byId(id)));
  const codes = new Set(people.map((person) => person?.nationalCode));
  return actors.filter(({ nationalCode }) => codes.has(nationalCode));
}

/** The kind of the button that is pressed, unless it is pressed where it does not stand. */
function offeredTap(items: readonly ChatItem[], { pressData, messageId }: Action): string | undefined {
  if (typeof pressData !== 'string') return undefined;
  const message = items.find((item) => item.messageId === messageId);
  const isOffered = message?.buttons?.flat().some(({ data }) => data === pressData) ?? false;
  return isOffered ? kindOfTap(pressData) : undefined;
}

/** Everything that came is handled, and what it has brought about is delivered. */
async function settled(stage: Stage): Promise<void> {
  await stage.handled();
  await stage.deliverNotices();
}

/** Returns how many answers there were. */
function assertAnswered(calls: readonly Call[], done: Done): number {
  const { platform, chat, action, updates } = done;
  const ofPlatform = calls.filter((call) => call.platform === platform);
  const shown = ofPlatform.filter((call) => call.chat === chat && SHOWING.has(call.method) && isFine(call));
  const calmed = ofPlatform.filter(({ method }) => method === 'answerCallbackQuery');
  const least = answersWanted(action, updates);
  const isTap = 'pressData' in action;
  if (shown.length < least || (isTap && calmed.length < updates)) {
    throw new Error(`Not answered: ${JSON.stringify(done)}; the bot called ${JSON.stringify(calls)}`);
  }
  return shown.length;
}

/** What the messenger itself tells needs none; a whole album, and a payment however often it is told of, are one thing. */
function answersWanted(action: Action, updates: number): number {
  if ('pin' in action) return 0;
  return 'album' in action || 'pay' in action ? Math.min(updates, 1) : updates;
}

const SHOWING: ReadonlySet<string> = new Set([
  ...['sendMessage', 'editMessageText', 'sendPhoto', 'sendDocument', 'sendInvoice'],
]);

/** A message that already says so need not change. */
const isFine = ({ ok, description }: Call) => ok || description.includes('message is not modified');

function assertNoFault(stage: Stage, after: string): void {
  const faults = stage.faults();
  const refused = stage.calls.filter((call) => !isFine(call) && !isExpected(call, stage));
  if (faults.length === 0 && refused.length === 0 && !stage.textsShown.has('fault')) return;
  throw new Error(`A fault of ours after ${after}: ${JSON.stringify({ faults, refused })}`);
}

/** What a messenger may say of a call without our doing wrong: the message is gone, too old, or its chat is. */
const EXPECTED_REFUSALS =
  /message to edit not found|can't be edited|message to delete not found|blocked by the user|no text in the message to edit/;

/** Bale says no more of a chat that has blocked us than of one that we may not write to. */
const MAY_BE_BLOCKED = /permission_denied/;

function isExpected({ platform, method, chat, description }: Call, { messengers }: Stage): boolean {
  // Whether there is such a channel is a question, and "no" an answer to it.
  if (method === 'getChat' || EXPECTED_REFUSALS.test(description)) return true;
  const isBlocked = messengers.chats.overview(platform, Number(chat))?.blocked ?? false;
  return isBlocked && MAY_BE_BLOCKED.test(description);
}

/** Nobody is stuck, whatever they have done: the first page opens for everybody. */
async function allCanGoOn(stage: Stage, actors: readonly Actor[]): Promise<void> {
  for (const { blocked, userId } of actors) {
    for (const platform of PLATFORMS.filter((one) => !blocked.has(one))) {
      stage.calls.length = 0;
      const { chats } = stage.messengers;
      const action = { text: '/start' };
      await chats.act(platform, userId[platform], { ...action, repeat: 1 });
      await settled(stage);
      assertNoFault(stage, 'the last /start');
      const chat = String(userId[platform]);
      assertAnswered(stage.calls, { platform, chat, place: 'the end', kind: 'command', action, updates: 1 });
    }
  }
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
