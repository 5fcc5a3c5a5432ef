/** A world of its own for a test file: a fresh database, the real services on it, and builders with sensible defaults. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import type { Centre } from '../../models/centre.ts';
import type { Course } from '../../models/course.ts';
import type { Enrolment, Payer } from '../../models/enrolment.ts';
import { createModels } from '../../models/models.ts';
import type { Person } from '../../models/person.ts';
import { createAccounts } from '../../services/accounts/service.ts';
import { createAdmission } from '../../services/admission/service.ts';
import { createAnnouncements } from '../../services/announcements/service.ts';
import { createAudit } from '../../services/audit/service.ts';
import { createAuditTrail } from '../../services/audit-trail/service.ts';
import { createBreakers } from '../../services/breakers/service.ts';
import { createSharedConditions } from '../../services/breakers/shared-conditions.ts';
import type { System } from '../../services/breakers/systems.ts';
import { createCases } from '../../services/cases/service.ts';
import { randomIds } from '../../services/clock.ts';
import { createCorrections } from '../../services/corrections/service.ts';
import { importCatalogue } from '../../services/courses/import.ts';
import { createCourses } from '../../services/courses/service.ts';
import { createDataDeletion } from '../../services/data-deletion/service.ts';
import { createDrafts } from '../../services/drafts/service.ts';
import { createEnrolments } from '../../services/enrolments/service.ts';
import { createGatewayStatements } from '../../services/gateway-statements/service.ts';
import { createGrants } from '../../services/grants/service.ts';
import { createIdentity } from '../../services/identity/service.ts';
import { createMobileCodes } from '../../services/mobile-codes/service.ts';
import { createNotifications, type DeliveryCall, type Notice } from '../../services/notifications/service.ts';
import { createPaybacks } from '../../services/paybacks/service.ts';
import { createPeople } from '../../services/people/service.ts';
import { prepareDatabase } from '../../services/prepare-database.ts';
import { createRetention } from '../../services/retention/service.ts';
import { createSeats } from '../../services/seats/service.ts';
import { createStaff } from '../../services/staff/service.ts';
import { createSystems } from '../../services/systems/service.ts';
import { createTopUps } from '../../services/top-ups/service.ts';
import { createInTransaction } from '../../services/transaction.ts';
import { createTurns } from '../../services/turns.ts';
import { createVerifications } from '../../services/verification/service.ts';
import { portalWallet, type Wallet } from '../../services/wallet/accounts.ts';
import { createBooks } from '../../services/wallet/books.ts';
import { createLedger } from '../../services/wallet/ledger.ts';
import { createStatements } from '../../services/wallet/statement.ts';
import { createStatementFiles } from '../../services/wallet/statement-files.ts';
import { createWindowLogins } from '../../services/window-logins/service.ts';
import { startTestMongo } from './mongo.ts';
import { nationalCodeOf } from './national-codes.ts';
import { createGatewayByHand, createRegistersByHand, createSmsByHand } from './outside-by-hand.ts';
import { testSeal } from './personal-data.ts';
import { silentLog } from './silent-log.ts';
import { createWindowByHand } from './window-by-hand.ts';

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Somebody who was proven from an account of their own. */
export interface Trainee {
  person: Person;
  account: Account;
}

/** A confirm card as it was drawn. */
export interface Card extends Trainee {
  operationId: string;
}

/** Outside systems that the settings of a world would name. */
const SYSTEMS: readonly System[] = ['civil-registry', 'shahkar', 'sms', 'karpooshe', 'payment-zarinpal'];

const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW = new Date('2026-11-22T09:00:00Z');

const CENTRE = { code: 'T01', name: 'مرکز شماره ۱', kind: 'state', province: 'تهران', city: 'تهران' };

/** Where browsers reach the pages; nothing is there. */
const PUBLIC_URL = 'http://127.0.0.1:8080';

/** Registration opened yesterday and closes in nine days; the course begins in twenty. */
function datesFrom(now: Date) {
  const day = (offset: number) => new Date(now.getTime() + offset * DAY_MS).toISOString();
  return {
    registrationOpensAt: day(-1),
    registrationClosesAt: day(9),
    startsAt: day(20),
    endsAt: day(50),
  };
}

/** An open course with free seats, as the organisation's file has it. */
export const COURSE = {
  title: 'جوشکاری',
  centre: CENTRE.code,
  capacity: 10,
  seatsTaken: 0,
  feeRials: 500_000,
  status: 'open',
  ...datesFrom(NOW),
};

/** Whole rials; what is configured unless an operator says otherwise. */
export const TOP_UP_LIMITS = { leastRials: 10_000, mostRials: 1_000_000_000, dailyRials: 2_000_000_000 };

export async function createWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'karamooz-world-'));
  const mongo = await startTestMongo();
  await mongoose.connect(mongo.uri, { autoIndex: false });
  const { connection } = mongoose;
  const models = createModels(connection);
  await prepareDatabase(connection, testSeal);

  let now = NOW;
  let strangers = 0;
  let courses = 0;
  const woken: DeliveryCall[] = [];
  const clock = () => now;
  const gateway = createGatewayByHand();
  const registers = createRegistersByHand();
  const codesSms = createSmsByHand();
  const inTransaction = createInTransaction(connection);
  const breakers = createBreakers({
    ...{ models, clock, ids: randomIds, log: silentLog, systems: SYSTEMS },
    conditions: createSharedConditions(null, silentLog),
  });
  const ledger = createLedger();
  const people = createPeople({ models, clock, seal: testSeal });
  const notificationsDeps = {
    models,
    clock,
    ids: randomIds,
    log: silentLog,
    wakeDeliveries: async (calls: readonly DeliveryCall[]) => {
      woken.push(...calls);
    },
  };
  const notifications = createNotifications(notificationsDeps);
  const drafts = createDrafts({ models, clock, seal: testSeal, inTransaction, notifications });
  const auditTrail = createAuditTrail({ models, clock });
  const grants = createGrants({ models, people, auditTrail, clock, inTransaction });
  const seats = createSeats({ models, inTransaction, clock });
  const enrolmentsDeps = {
    ...{ models, drafts, ledger, notifications, seats, inTransaction, clock },
    ids: randomIds,
    inTurn: createTurns(),
  };
  /** National codes; a test may name somebody. */
  const administrators = new Set<string>();
  const staff = createStaff({ models, people, administrators });
  const casesDeps = { models, clock, staff, auditTrail, notifications, inTransaction };
  const cases = createCases(casesDeps);
  const topUpsDeps = {
    ...{ models, ledger, notifications, inTransaction, clock, ids: randomIds, log: silentLog },
    gateways: [gateway],
    cases,
    people,
    limits: TOP_UP_LIMITS,
    returnUrl: 'http://127.0.0.1/payments/return',
    entranceRoot: 'http://127.0.0.1/payments/go/',
    invoiceToken: null,
  };
  const accounts = createAccounts({ models, clock, people });
  const identityDeps = {
    ...{ models, people, clock, notifications, inTransaction, accounts, cases },
    mobileOwnership: registers,
    civilRegistry: registers,
    backlog: {
      civilRegistry: registers,
      pace: { slot: async () => true, refused: async () => {} },
      breakers: { stance: async () => 'calls' as const },
      ...{ random: () => 0.5, inFlight: 4 },
    },
  };
  const identity = createIdentity(identityDeps);
  const window = createWindowByHand();
  const windowLogins = createWindowLogins({
    ...{ models, people, clock, ids: randomIds, log: silentLog, window },
    linkRoot: `${PUBLIC_URL}/sso/go/`,
    learn: identity.learnFromWindow,
    stance: async () => window.stance,
  });
  const enrolments = createEnrolments(enrolmentsDeps);
  const topUps = createTopUps(topUpsDeps);

  const catalogue = createCourses({ models, clock });

  /** Somebody new whom the registers know; not yet known to us. */
  function stranger() {
    strangers += 1;
    const nationalCode = nationalCodeOf(strangers);
    const mobile = `0912${String(strangers).padStart(7, '0')}`;
    registers.people.set(nationalCode, { firstName: 'مریم', lastName: 'شایسته', mobile, alive: true });
    return { nationalCode, mobile };
  }

  /** Another chat of nobody in particular. */
  async function account(platform: 'telegram' | 'bale' = 'telegram'): Promise<Account> {
    strangers += 1;
    const id = String(strangers);
    return (await accounts.identify({ platform, platformUserId: id, chatId: id, language: 'fa' })).account;
  }

  /** Proves that `holder` is the person of this code and mobile. */
  async function proven(holder: Account, who: { nationalCode: string; mobile: string }): Promise<Trainee> {
    const outcome = await identity.prove({ account: holder, ...who });
    if (outcome.type !== 'proven') throw new Error(`The person could not be proven: ${outcome.type}`);
    const account = await models.Account.findById(holder._id).orFail().lean<Account>();
    return { account, person: outcome.person };
  }

  /** Somebody known, with `balanceRials` in the wallet. */
  async function trainee({ balanceRials = 0 } = {}): Promise<Trainee> {
    const known = await proven(await account(), stranger());
    if (balanceRials > 0) await charge(known, balanceRials);
    return known;
  }

  /** Somebody known with the role of staff. */
  async function staffPerson(platform: 'telegram' | 'bale' = 'telegram'): Promise<Trainee> {
    const known = await proven(await account(platform), stranger());
    await models.Person.updateOne({ _id: known.person._id }, { roles: ['staff'] });
    accounts.forget(known.account);
    return { ...known, person: { ...known.person, roles: ['staff'] } };
  }

  async function charge(
    { person, account }: Trainee,
    amountRials: number,
    wallet: Payer = 'trainee',
  ): Promise<void> {
    const started = await topUps.start({ person, account, amountRials, wallet, description: 'شارژ' });
    if (started.type !== 'ready') throw new Error('The gateway opened no payment');
    const { sessionId = '' } = started.topUp;
    gateway.pay(sessionId);
    const outcome = await topUps.returned('zarinpal', sessionId);
    if (outcome?.type !== 'credited') throw new Error(`The wallet was not charged: ${outcome?.type}`);
  }

  async function course(change: Partial<typeof COURSE> = {}): Promise<Course> {
    courses += 1;
    const code = `C${courses}`;
    const file = join(folder, 'catalogue.json');
    await writeFile(
      file,
      JSON.stringify({ centres: [CENTRE], courses: [{ ...COURSE, ...datesFrom(now), ...change, code }] }),
    );
    await importCatalogue(models, file);
    return models.Course.findOne({ code }).orFail().lean<Course>();
  }

  /** Opens the form at the course's confirm card, as the chat does when it draws one. */
  async function card(who: Trainee, { code, feeRials }: Course): Promise<Card> {
    const draft = await drafts.open('enrol', who, { courseCode: code });
    const operationId = randomIds.operation();
    const change = { answers: { courseCode: code }, asked: 'confirm', operationId, quotedFeeRials: feeRials };
    if (!(await drafts.write(draft, change))) throw new Error('Somebody else wrote the draft meanwhile');
    return { ...who, operationId };
  }

  /** Somebody known who is a portal user of this centre, with money in the portal wallet. */
  async function portalUser(
    centre: Types.ObjectId,
    {
      balanceRials = 0,
      mayExempt = false,
      platform = 'telegram',
    }: { balanceRials?: number; mayExempt?: boolean; platform?: 'telegram' | 'bale' } = {},
  ): Promise<Trainee> {
    const known = await proven(await account(platform), stranger());
    const { code: centreCode } = await models.Centre.findById(centre).orFail().lean<Centre>();
    await grants.grant({ nationalCode: known.person.nationalCode, centreCode, mayExempt, reason: 'آزمون' });
    accounts.forget(known.account);
    if (balanceRials > 0) await fund(portalWallet(known.person._id), balanceRials);
    return { ...known, person: await people.known(known.person._id) };
  }

  /** Money whose way does not matter, as a payment that the audit knows of would bring it. */
  async function fund(wallet: Wallet, amountRials: number): Promise<void> {
    await inTransaction(({ session }) =>
      ledger.creditTopUp(
        { wallet, amountRials, reference: randomIds.operation(), key: randomIds.operation() },
        session,
      ),
    );
  }

  /** The confirm card of a portal user for `trainee`. */
  async function portalCard(
    actor: Trainee,
    trainee: Trainee,
    { code, feeRials }: Course,
    payer: Payer = 'portal-user',
  ): Promise<Card> {
    const answers = { courseCode: code, trainee: trainee.person._id.toHexString(), payer };
    const draft = await drafts.open('enrol-trainee', actor, answers);
    const operationId = randomIds.operation();
    const change = { answers, asked: 'confirm', operationId, quotedFeeRials: feeRials };
    if (!(await drafts.write(draft, change))) throw new Error('Somebody else wrote the draft meanwhile');
    return { ...actor, operationId };
  }

  /** Puts somebody new into the line of a full course. */
  async function inLine(
    course: Course,
    { balanceRials = 0 } = {},
  ): Promise<Trainee & { enrolment: Enrolment }> {
    const who = await trainee({ balanceRials });
    const outcome = await enrolments.join(await card(who, course));
    if (outcome.type !== 'joined') throw new Error(`Nobody joined the line: ${outcome.type}`);
    return { ...who, enrolment: outcome.enrolment };
  }

  /** A notice whose cause does not matter. */
  const recordNotice = (notice: Notice) =>
    inTransaction<Types.ObjectId>(({ session }) => notifications.record(notice, session));

  return {
    folder,
    connection,
    models,
    people,
    seal: testSeal,
    ledger,
    statements: createStatements({ connection, inTransaction }),
    retention: createRetention({ models, clock }),
    verifications: createVerifications({ models, linkRoot: 'https://karamooz.example/v/' }),
    statementFiles: createStatementFiles({ models, clock }),
    drafts,
    notifications,
    notificationsDeps,
    accounts,
    identity,
    identityDeps,
    mobileCodes: createMobileCodes({ models, clock, ids: randomIds, seal: testSeal, sms: codesSms }),
    /** What carries one-time codes. */
    codesSms,
    enrolments,
    enrolmentsDeps,
    topUps,
    admission: createAdmission({ models, clock }),
    topUpsDeps,
    courses: catalogue,
    administrators,
    announcements: createAnnouncements({ models, clock, courses: catalogue, staff }),
    breakers,
    staff,
    auditTrail,
    cases,
    casesDeps,
    corrections: createCorrections({
      ...{ models, people, accounts, drafts, ledger, clock, staff, cases, auditTrail },
      ...{ notifications, inTransaction },
      ...{ mobileOwnership: registers, civilRegistry: registers },
    }),
    systems: createSystems({ models, clock, staff, auditTrail, breakers, inTransaction }),
    paybacks: createPaybacks({
      ...{ models, ledger, staff, cases, auditTrail, notifications, inTransaction, clock },
      ids: randomIds,
    }),
    gatewayStatements: createGatewayStatements({ models, staff, auditTrail, cases, topUps }),
    dataDeletion: createDataDeletion({
      ...{ models, people, accounts, drafts, ledger, cases, staff, auditTrail },
      ...{ notifications, inTransaction, clock },
    }),
    inTransaction,
    window,
    windowLogins,
    ids: randomIds,
    publicUrl: PUBLIC_URL,
    audit: createAudit({ models, books: createBooks(connection), inTransaction, clock }),
    mongoUri: mongo.uri,
    gateway,
    registers,
    woken,
    clock,
    advance(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    stranger,
    account,
    proven,
    trainee,
    staffPerson,
    charge,
    course,
    card,
    portalUser,
    portalCard,
    fund,
    inLine,
    seats,
    grants,
    recordNotice,
    async close() {
      await mongoose.disconnect();
      await mongo.close();
      await rm(folder, { recursive: true });
    },
  };
}
