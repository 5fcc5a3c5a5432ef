/**
 * What a confirmation cannot do without: its five writes in one bare transaction, by the driver. Nothing is read, judged
 * or counted, and nobody waits their turn. The collections are those that the services write, with the same indexes.
 */
import { type mongo, Types } from 'mongoose';
import type { Delivery, Notification } from '../models/notification.ts';
import { randomIds } from '../services/clock.ts';
import type { Card } from './enrol-world.ts';

export type Floor = (card: Card) => Promise<void>;

/** `countBegun` as for the services. */
export function createFloor(client: mongo.MongoClient, countBegun: () => void): Floor {
  const db = client.db();
  return (card) =>
    client.withSession((session) =>
      session.withTransaction(() => {
        countBegun();
        return fiveWrites(db, card, session);
      }),
    );
}

async function fiveWrites(db: mongo.Db, card: Card, session: mongo.ClientSession): Promise<void> {
  const { draft, course, person } = card;
  const { deletedCount } = await db.collection('drafts').deleteOne({ _id: draft }, { session });
  const seat = { $inc: { seatsTaken: 1 } };
  const { modifiedCount } = await db
    .collection('courses')
    .updateOne({ code: course.code }, seat, { session });
  if (deletedCount !== 1 || modifiedCount !== 1) throw new Error('The card or its course is not there');
  const journal = await writeFee(db, card, session);
  const enrolment = new Types.ObjectId();
  const trackingCode = randomIds.trackingCode();
  await db.collection('enrolments').insertOne(
    {
      ...{ _id: enrolment, trackingCode, person: person._id, course: course._id, status: 'active', journal },
      ...{ payer: 'trainee', feeRials: course.feeRials, registeredBy: person._id },
      consent: { state: 'own', at: new Date() },
      operationId: card.operationId,
      enrolledAt: new Date(),
    },
    { session },
  );
  const dedupeKey = `enrolled-${enrolment.toHexString()}`;
  const $setOnInsert = noticeOf(card, enrolment, trackingCode);
  await db.collection('notifications').updateOne({ dedupeKey }, { $setOnInsert }, { upsert: true, session });
}

/** As medici keeps it: two lines, their journal, and the lock of the wallet. */
async function writeFee(
  db: mongo.Db,
  { course, person }: Card,
  session: mongo.ClientSession,
): Promise<Types.ObjectId> {
  const journal = new Types.ObjectId();
  const [book, memo, datetime] = ['karamooz', 'fee', new Date()];
  const wallet = `Wallet:${person._id.toHexString()}`;
  const line = (accounts: string, debit: number, credit: number) => ({
    ...{ _id: new Types.ObjectId(), _journal: journal, book, memo, accounts, debit, credit },
    ...{ account_path: accounts.split(':'), datetime, timestamp: datetime, meta: { about: course.code } },
  });
  const lines = [line(wallet, course.feeRials, 0), line(`Fees:${course.code}`, 0, course.feeRials)];
  await db.collection('medici_transactions').insertMany(lines, { session });
  const _transactions = lines.map(({ _id }) => _id);
  await db
    .collection('medici_journals')
    .insertOne({ _id: journal, book, memo, datetime, _transactions }, { session });
  await db
    .collection('medici_locks')
    .updateOne(
      { account: wallet, book },
      { $set: { updatedAt: datetime }, $inc: { __v: 1 } },
      { upsert: true, session },
    );
  return journal;
}

function noticeOf(
  { course, person, account }: Card,
  enrolment: Types.ObjectId,
  trackingCode: string,
): Omit<Notification, '_id' | 'dedupeKey'> {
  const createdAt = new Date();
  const pending: Delivery = { state: 'pending', attempts: 0, dueAt: createdAt };
  const { title, startsAt, feeRials: fee } = course;
  const about = { enrolment: enrolment.toHexString(), course: title, startsAt: startsAt.toISOString() };
  return {
    event: 'enrolled',
    person: person._id,
    params: { ...about, trackingCode, fee, payer: 'trainee' },
    smsId: randomIds.sms(),
    shownIn: account._id,
    sms: pending,
    karpooshe: pending,
    chat: pending,
    createdAt,
  };
}
