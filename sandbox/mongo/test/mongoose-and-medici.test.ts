import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Book, syncIndexes as syncLedgerIndexes } from 'medici';
import mongoose, { Schema } from 'mongoose';
import { failureOf, useDatabase } from './database.ts';

// Hooks run in the order of their definition: mongoose says good-bye while the server is still there.
afterAll(() => mongoose.disconnect());

const database = useDatabase();

beforeAll(async () => {
  await mongoose.connect(database.uri, { dbName: database.db.databaseName });
});

const seatSchema = new Schema(
  {
    code: { type: String, required: true, unique: true },
    course: { type: Schema.Types.ObjectId, ref: 'Course' },
    person: String,
    live: Boolean,
    expiresAt: { type: Date, expires: 0 },
    journal: [{ at: Date, what: String }],
  },
  { timestamps: true },
);
seatSchema.index({ course: 1, person: 1 }, { unique: true, partialFilterExpression: { live: true } });
const Seat = mongoose.model('Seat', seatSchema);
const Course = mongoose.model(
  'Course',
  new Schema({ title: String, capacity: Number, seatsTaken: { type: Number, default: 0 } }),
);

test('mongoose makes its indexes, and making them again changes nothing', async () => {
  await Seat.init();
  const indexes = await Seat.collection.indexes();
  expect(indexes.map(({ name }) => name).sort()).toEqual([
    '_id_',
    'code_1',
    'course_1_person_1',
    'expiresAt_1',
  ]);
  expect(await Seat.syncIndexes()).toEqual([]);
  expect(await Seat.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
});

test('a transaction of mongoose takes a seat with all that belongs to it, or nothing', async () => {
  const course = await Course.create({ title: 'Welding', capacity: 1 });
  const enrol = (person: string): Promise<boolean> =>
    mongoose.connection.transaction(async (session) => {
      const filter = { _id: course._id, $expr: { $lt: ['$seatsTaken', '$capacity'] } };
      const taken = await Course.findOneAndUpdate(
        filter,
        { $inc: { seatsTaken: 1 } },
        { session, returnDocument: 'after' },
      );
      if (taken === null) return false;
      await Seat.create(
        [{ code: person, course: course._id, person, live: true, journal: [{ what: 'taken' }] }],
        { session },
      );
      await Seat.updateOne({ code: person }, { $push: { journal: { what: 'paid' } } }, { session });
      return true;
    });
  const outcomes = await Promise.all(['p1', 'p2', 'p3', 'p4'].map(enrol));
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await Course.findById(course._id)).toMatchObject({ seatsTaken: 1 });
  const [seat, ...others] = await Seat.find({ course: course._id }).populate('course');
  expect(others).toEqual([]);
  expect(seat?.journal.map(({ what }) => what)).toEqual(['taken', 'paid']);
  expect(seat?.course).toMatchObject({ title: 'Welding' });
});

test('a partial unique index lets the dead lie beside the living', async () => {
  const course = new mongoose.Types.ObjectId();
  const seat = (code: string, live: boolean) => Seat.create({ code, course, person: 'same', live });
  await seat('one', true);
  expect(await failureOf(seat('two', true))).toMatchObject({
    code: 11000,
    keyPattern: { course: 1, person: 1 },
  });
  await seat('three', false);
  await Seat.updateOne({ code: 'one' }, { live: false });
  await seat('four', true);
});

test('a saved document that somebody else has changed is a version error', async () => {
  const [mine, theirs] = await Promise.all(
    ['x', 'x'].map(async () =>
      Seat.findOneAndUpdate(
        { code: 'versioned' },
        { journal: [{ what: 'a' }, { what: 'b' }] },
        { upsert: true, returnDocument: 'after' },
      ),
    ),
  );
  theirs?.set('journal', []);
  await theirs?.save();
  mine?.journal.pull(mine.journal[0]);
  mine?.set('journal.0.what', 'c');
  expect(await failureOf(mine?.save() ?? Promise.resolve())).toHaveProperty('name', 'VersionError');
});

const book = new Book('wallets', { precision: 0 });

test('a ledger sums its entries and voids them', async () => {
  await syncLedgerIndexes({ background: false });
  const journal = await book
    .entry('charge')
    .credit('Wallet:1', 500, { source: 'gateway' })
    .debit('Gateway', 500)
    .commit();
  await book.entry('fee').debit('Wallet:1', 200).credit('Fees', 200).commit();
  expect(await book.balance({ account: 'Wallet:1' })).toEqual({ balance: 300, notes: 2 });
  expect(await book.balance({ account: 'Wallet:1' })).toEqual({ balance: 300, notes: 2 });
  expect(await book.balance({ account: 'Wallet', source: 'gateway' })).toMatchObject({ balance: 500 });
  expect((await book.ledger({ account: 'Wallet:1', perPage: 1, page: 2 })).total).toBe(2);
  await book.void(journal._id, 'charged back');
  expect(await book.balance({ account: 'Wallet:1' })).toMatchObject({ balance: -200 });
  expect(await book.listAccounts()).toEqual(['Fees', 'Gateway', 'Wallet', 'Wallet:1']);
});

test('a hundred spenders race for two coins, and two get one', async () => {
  await book.entry('charge').credit('Purse', 2).debit('Gateway', 2).commit();
  const spend = (): Promise<void> =>
    mongoose.connection.transaction(async (session) => {
      await book.entry('coin').debit('Purse', 1).credit('Shop', 1).commit({ session });
      const { balance } = await book.balance({ account: 'Purse' }, { session });
      if (balance < 0) throw new Error('the purse is empty');
      await book.writelockAccounts(['Purse'], { session });
    });
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, spend));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  expect(await book.balance({ account: 'Purse' })).toMatchObject({ balance: 0 });
  expect(await book.balance({ account: 'Shop' })).toMatchObject({ balance: 2 });
}, 60_000);
