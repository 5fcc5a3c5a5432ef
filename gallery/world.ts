/** What walks do to the world around people: outside systems fail, time passes, a fee changes. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Db, MongoClient, ObjectId } from 'mongodb';
import { SYSTEM_NAMES, type SystemMode, type SystemName } from '../sandbox/systems.ts';
import type { System } from '../services/breakers/systems.ts';
import { comparable } from '../services/courses/search.ts';
import { mongoUriOf } from '../test/support/books.ts';
import { COURSES } from '../test/support/enrolling.ts';
import type { Person } from '../test/support/person.ts';
import { whose } from '../test/support/personal-data.ts';
import type { SandboxProcess } from '../test/support/running-sandbox.ts';
import { control, setSystem } from '../test/support/sandbox-control.ts';
import { until } from '../test/support/until.ts';
import { loadTexts } from '../texts/texts.ts';
import type { Visitor } from './visitor.ts';

/** Longer than the bot goes by what it knew of a caller. */
const REMEMBERED_MS = 6_000;
const HOUR_MS = 60 * 60 * 1000;
const anHourAgo = () => new Date(Date.now() - HOUR_MS);

export interface BotProfile {
  description: string;
  commands: { description: string }[];
}

export interface World {
  sandbox: SandboxProcess;
  /** Switches a system until the walk is over. */
  system(name: SystemName, mode: SystemMode): Promise<void>;
  allUp(): Promise<void>;
  /** Staff have switched these systems off, and no others. */
  switchedOff(...systems: System[]): Promise<void>;
  /** A course of the walk's own, like the cheap one but for `change`; what it is changed to later is seen by all. */
  course(code: string, change?: object): Promise<void>;
  /** The time of what was offered in this course is over. */
  offersPass(code: string): Promise<void>;
  courseBegins(code: string): Promise<void>;
  /** From now on a withdrawal gives back this part of the fee. */
  refunds(code: string, percent: number): Promise<void>;
  /** Whoever has a seat in this course has completed it. */
  courseIsCompleted(code: string): Promise<void>;
  /** The national window has told this of somebody. */
  tells(person: Person, facts: { gender?: 'woman' | 'man'; birthDate?: Date }): Promise<void>;
  /** Every time in the open payment of this person is so much earlier, and it is due to be looked at. */
  paymentAges(person: Person, hours: number): Promise<void>;
  /** The forms of this person were left so much earlier. */
  formsAge(person: Person, minutes: number): Promise<void>;
  /** Somebody known gets a grant for the centre of the cheap course, and of all courses of walks. */
  becomesPortalUser(person: Person): Promise<void>;
  /** Something of their grant is different from now on. */
  changesGrant(
    person: Person,
    change: { mayExempt?: boolean; centre?: string; revokedAt?: Date },
  ): Promise<void>;
  /** Whoever has a seat in this course is there at this person's expense. */
  isPaidBy(code: string, person: Person): Promise<void>;
  /** Staff are looking into something about somebody. */
  isLookedInto(person: Person): Promise<void>;
  /** They are staff from now on. */
  becomesStaff(person: Person): Promise<void>;
  /** A case of this kind about somebody, as whoever found it opens it. */
  caseAbout(person: Person, kind: string, facts: object): Promise<void>;
  /** The time to think better of deleting their data is over for this person. */
  deletionIsDue(person: Person): Promise<void>;
  /** So many numbers that this portal user typed today did not match. */
  mismatched(person: Person, count: number): Promise<void>;
  /** The registry has not told the name of this person, and is not asked for it for an hour. */
  isNameless(person: Person): Promise<void>;
  /** The registry has not confirmed this person. */
  rejects(person: Person): Promise<void>;
  /** The registry learns otherwise of somebody. */
  inRegistry(person: Person, change: object): Promise<void>;
  /** What a messenger shows beside the messages, and what it has flashed up last for this person after `act`. */
  around(visitor: Visitor, act: () => Promise<void>): Promise<{ bot: BotProfile; toast: string }>;
  /** The page that a browser is shown, as a person reads it. */
  page(url: string): Promise<string>;
  db: Db;
  close(): Promise<void>;
}

export async function createWorld(sandbox: SandboxProcess): Promise<World> {
  const client = new MongoClient(mongoUriOf(sandbox.dataDir));
  const db = client.db();
  const courseId = async (code: string) => (await db.collection('courses').findOne({ code }).then(found))._id;
  return {
    sandbox,
    db,
    system: (name, mode) => setSystem(sandbox, name, mode),
    async allUp() {
      await db.collection('system-overrides').deleteMany({});
      for (const name of SYSTEM_NAMES) await setSystem(sandbox, name, { mode: 'up' });
    },
    async switchedOff(...systems) {
      await db.collection('system-overrides').deleteMany({});
      const decision = { to: 'off', reason: 'آزمایش', since: new Date() };
      for (const system of systems)
        await db.collection('system-overrides').insertOne({ system, ...decision });
    },
    async course(code, change = {}) {
      const { _id, ...cheap } = await db
        .collection('courses')
        .findOne({ code: COURSES.cheap.code })
        .then(found);
      const course = { ...cheap, code, title: code, searchText: comparable(code), ...change };
      await db.collection('courses').updateOne({ code }, { $set: course }, { upsert: true });
    },
    async offersPass(code) {
      const offered = { course: await courseId(code), status: 'offered' };
      await db.collection('enrolments').updateMany(offered, { $set: { offeredUntil: anHourAgo() } });
    },
    async courseBegins(code) {
      await db.collection('courses').updateOne({ code }, { $set: { startsAt: anHourAgo() } });
    },
    async refunds(code, refundPercent) {
      await db.collection('courses').updateOne({ code }, { $set: { withdrawal: { refundPercent } } });
    },
    async courseIsCompleted(code) {
      const seated = { course: await courseId(code), status: 'active' };
      await db.collection('enrolments').updateMany(seated, { $set: { status: 'completed' } });
    },
    async tells({ nationalCode }, facts) {
      await db.collection('people').updateOne(whose(nationalCode), { $set: facts });
    },
    async paymentAges({ nationalCode }, hours) {
      const person = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const open = { person: person._id, state: 'sent' };
      const { createdAt } = await db.collection('topups').findOne(open).then(found);
      const aged = { createdAt: new Date(createdAt.getTime() - hours * HOUR_MS), checkAt: new Date() };
      await db.collection('topups').updateOne(open, { $set: aged });
    },
    async formsAge({ nationalCode }, minutes) {
      const person = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const left = { touchedAt: new Date(Date.now() - minutes * 60_000) };
      await db.collection('drafts').updateMany({ owner: `person:${person._id}` }, { $set: left });
    },
    async becomesPortalUser({ nationalCode }) {
      const { _id: person } = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const { centre } = await db.collection('courses').findOne({ code: COURSES.cheap.code }).then(found);
      const grant = { person, centre, role: 'portal-user', mayExempt: true, grantedAt: new Date() };
      await db.collection('grants').insertOne(grant);
      await db.collection('people').updateOne({ _id: person }, { $set: { isPortalUser: true } });
      // A process remembers a caller for some seconds.
      await delay(REMEMBERED_MS);
    },
    async changesGrant({ nationalCode }, { centre: code, ...change }) {
      const { _id: person } = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const centre = code && (await db.collection('courses').findOne({ code }).then(found)).centre;
      await db.collection('grants').updateOne({ person }, { $set: { ...change, ...(centre && { centre }) } });
    },
    async isPaidBy(code, { nationalCode }) {
      const { _id } = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const seated = { course: await courseId(code), status: 'active', person: { $ne: _id } };
      await db
        .collection('enrolments')
        .updateMany(seated, { $set: { registeredBy: _id, payer: 'portal-user' } });
    },
    async isLookedInto({ nationalCode }) {
      const { _id } = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const matter = { kind: 'code-taken', dedupeKey: `walk-${_id}`, person: _id, facts: {} };
      await db.collection('staffcases').insertOne({ ...matter, state: 'open', openedAt: new Date() });
    },
    async becomesStaff({ nationalCode }) {
      await db.collection('people').updateOne(whose(nationalCode), { $set: { roles: ['staff'] } });
      // A process remembers a caller for some seconds.
      await delay(REMEMBERED_MS);
    },
    async caseAbout({ nationalCode }, kind, facts) {
      const { _id } = await db.collection('people').findOne(whose(nationalCode)).then(found);
      const matter = { kind, dedupeKey: `walk-${new ObjectId()}`, person: _id, facts };
      await db.collection('staffcases').insertOne({ ...matter, state: 'open', openedAt: new Date() });
    },
    async deletionIsDue({ nationalCode }) {
      const asked = { ...whose(nationalCode), deletion: { $exists: true } };
      await db.collection('people').updateOne(asked, { $set: { 'deletion.dueAt': anHourAgo() } });
    },
    async mismatched({ nationalCode }, count) {
      const mismatches = { count, since: new Date() };
      await db.collection('people').updateOne(whose(nationalCode), { $set: { mismatches } });
    },
    async isNameless({ nationalCode }) {
      const pending = { identity: 'pending', registryDueAt: new Date(Date.now() + HOUR_MS) };
      const unnamed = { firstName: true, lastName: true, nameSource: true };
      await db.collection('people').updateOne(whose(nationalCode), { $set: pending, $unset: unnamed });
      // A process remembers a caller for some seconds.
      await delay(REMEMBERED_MS);
    },
    async rejects({ nationalCode }) {
      await db.collection('people').updateOne(whose(nationalCode), { $set: { identity: 'rejected' } });
    },
    async inRegistry({ nationalCode, platform }, change) {
      const people = await control<Record<string, unknown>[]>(sandbox, 'people');
      const registered = people.find((one) => one.nationalCode === nationalCode);
      if (!registered) throw new Error(`Nobody on ${platform} has the code ${nationalCode}`);
      await control(sandbox, 'people', { ...registered, ...change });
    },
    async around({ platform, person, language }, act) {
      await act();
      const waiting = loadTexts()[language].plain('tap-in-work');
      const toast = await until('the button says that work is being done', async () => {
        const calls = await control<{ method: string; payload: { text?: string } }[]>(
          sandbox,
          `chats/${platform}/calls`,
        );
        return calls.find(
          ({ method, payload }) => method === 'answerCallbackQuery' && payload.text === waiting,
        );
      });
      const { bot } = await control<{ bot: BotProfile }>(sandbox, `chats/${platform}/${person.userId}`);
      return { bot, toast: toast.payload.text ?? '' };
    },
    async page(url) {
      const html = await (await fetch(url)).text();
      return readable(html);
    },
    close: () => client.close(),
  };
}

/** What a person reads of a small page. */
export function readable(html: string): string {
  return html
    .replace(/<(style|title)>.*?<\/\1>/gs, '')
    .replace(/<\/(?:h1|p|div|a|button)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .trim();
}

/** Waits for what jobs do in the background. */
export const eventually = until;

function found<T>(document: T | null): T {
  if (document === null) throw new Error('The database has no such record');
  return document;
}
