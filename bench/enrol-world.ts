/** Courses, people with money and confirm cards for `npm run bench:enrol`, and the real services on them. */
import { randomBytes } from 'node:crypto';
import mongoose, { Types } from 'mongoose';
import { pino } from 'pino';
import type { Course } from '../models/course.ts';
import { direct } from '../models/direct.ts';
import type { StoredDraft } from '../models/draft.ts';
import { createModels } from '../models/models.ts';
import { randomIds, systemClock } from '../services/clock.ts';
import { createDrafts } from '../services/drafts/service.ts';
import type { Confirmation } from '../services/enrolments/registration.ts';
import { createEnrolments } from '../services/enrolments/service.ts';
import { createNotifications } from '../services/notifications/service.ts';
import { createSeal } from '../services/people/seal.ts';
import { prepareDatabase } from '../services/prepare-database.ts';
import { createSeats } from '../services/seats/service.ts';
import { createInTransaction, type InTransaction } from '../services/transaction.ts';
import { createTurns } from '../services/turns.ts';
import { personalWallet } from '../services/wallet/accounts.ts';
import { createLedger } from '../services/wallet/ledger.ts';

/** Somebody's confirm card, drawn and with the money for it in their wallet. */
export interface Card extends Confirmation {
  course: Course;
  draft: Types.ObjectId;
}

export type EnrolWorld = Awaited<ReturnType<typeof createEnrolWorld>>;

/** Confirmations open no code, so any key will do. */
const KEYS = { sealKeys: [{ id: 'bench', key: randomBytes(32) }], hashKey: randomBytes(32) };
const FEE_RIALS = 500_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** `countBegun` is called each time a transaction of a confirmation begins, for the first time or anew. */
export async function createEnrolWorld(url: string, countBegun: () => void) {
  await mongoose.connect(url, { autoIndex: false });
  const { connection } = mongoose;
  const models = createModels(connection);
  const seal = createSeal(KEYS);
  await prepareDatabase(connection, seal);

  const inTransaction = createInTransaction(connection);
  const counted: InTransaction = (work) =>
    inTransaction((transaction) => {
      countBegun();
      return work(transaction);
    });
  const ledger = createLedger();
  const base = { models, clock: systemClock, ids: randomIds };
  // Queueing comes after the transaction, and needs another server.
  const wakeDeliveries = async () => {};
  const notifications = createNotifications({ ...base, wakeDeliveries, log: pino({ level: 'silent' }) });
  const enrolments = createEnrolments({
    ...base,
    ...{ ledger, notifications, inTransaction: counted, inTurn: createTurns() },
    drafts: createDrafts({ ...base, seal, inTransaction, notifications }),
    seats: createSeats({ ...base, inTransaction }),
  });

  async function courses(count: number): Promise<Course[]> {
    const made = Array.from({ length: count }, newCourse);
    await direct(models.Course).insertMany(made);
    return made;
  }

  /** Each card is of somebody new; they spread evenly over the courses. */
  async function cards(on: readonly Course[], count: number): Promise<Card[]> {
    const made = Array.from({ length: count / on.length }, () => on.map(newCard)).flat();
    // As drawing the cards would leave them; no process remembers one, so each confirmation reads its own.
    await direct(models.Draft).insertMany(made.map(draftOf));
    return made;
  }

  async function fund(held: readonly Card[]): Promise<void> {
    await inTransaction(async ({ session }) => {
      for (const { person, operationId } of held) {
        const wallet = personalWallet(person._id);
        await ledger.creditTopUp(
          { wallet, amountRials: FEE_RIALS, reference: operationId, key: operationId },
          session,
        );
      }
    });
  }

  async function enrol(card: Card): Promise<void> {
    const outcome = await enrolments.enrol(card);
    if (outcome.type !== 'enrolled') throw new Error(`Somebody could not enrol: ${outcome.type}`);
  }

  return { client: connection.getClient(), courses, cards, fund, enrol, close: () => mongoose.disconnect() };
}

function newCourse(): Course {
  const _id = new Types.ObjectId();
  const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
  return {
    _id,
    code: _id.toHexString(),
    title: 'جوشکاری',
    searchText: 'جوشکاری',
    centre: new Types.ObjectId(),
    capacity: 1_000_000,
    seatsTaken: 0,
    seatsTakenElsewhere: 0,
    waiting: 0,
    feeRials: FEE_RIALS,
    status: 'open',
    registrationOpensAt: inDays(-1),
    registrationClosesAt: inDays(30),
    startsAt: inDays(31),
    endsAt: inDays(60),
  };
}

/** Person and account are not stored: a confirmation has them from the chat, and reads neither. */
function newCard(course: Course): Card {
  const createdAt = new Date();
  return {
    course,
    draft: new Types.ObjectId(),
    operationId: randomIds.operation(),
    person: {
      ...{ _id: new Types.ObjectId(), nationalCode: '0499370899', identity: 'verified', registryAttempts: 0 },
      ...{ mobileState: 'verified', language: 'fa', createdAt },
    },
    account: {
      ...{ _id: new Types.ObjectId(), platform: 'telegram', platformUserId: '1', chatId: '1' },
      ...{ language: 'fa', reachable: true, mismatches: 0, createdAt },
    },
  };
}

function draftOf({ draft, person, account, operationId, course }: Card): StoredDraft {
  const now = new Date();
  return {
    _id: draft,
    form: 'enrol',
    owner: `person:${person._id.toHexString()}`,
    answers: { courseCode: course.code },
    asked: 'confirm',
    mistakes: 0,
    operationId,
    quotedFeeRials: course.feeRials,
    heldBy: account._id,
    registering: true,
    openSince: now,
    version: 2,
    touchedAt: now,
  };
}
