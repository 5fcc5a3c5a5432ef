/** Looks into the database of a sandbox: what must be true of money and seats whatever people did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Db, MongoClient } from 'mongodb';

interface Entry {
  accounts: string;
  credit: number;
  debit: number;
}

/** Where money and seats do not agree; empty when all is well. */
export async function faultsInBooks({ dataDir }: { dataDir: string }): Promise<string[]> {
  const client = new MongoClient(mongoUriOf(dataDir));
  try {
    const db = client.db();
    return [...(await faultsOfMoney(db)), ...(await faultsOfSeats(db))];
  } finally {
    await client.close();
  }
}

/** The sandbox writes down on which port it has started its MongoDB. */
export function mongoUriOf(dataDir: string): string {
  const record = readFileSync(join(dataDir, 'mongo.process.json'), 'utf8');
  const port = /--port (\d+)/.exec(record)?.[1];
  if (!port) throw new Error(`The record of MongoDB names no port: ${record}`);
  return `mongodb://127.0.0.1:${port}/karamooz?replicaSet=rs0&directConnection=true`;
}

/** Each wallet is what was charged less what was paid, never below zero; nothing appears from nowhere. */
async function faultsOfMoney(db: Db): Promise<string[]> {
  const entries = await db.collection<Entry>('medici_transactions').find().toArray();
  const expected = new Map<string, number>();
  const expect = (account: string, rials: number) =>
    expected.set(account, (expected.get(account) ?? 0) + rials);
  for (const { person, amountRials } of await db.collection('topups').find({ state: 'credited' }).toArray()) {
    expect(`Wallet:${person}`, amountRials);
    expect('Gateway', -amountRials);
  }
  const codes = await courseCodes(db);
  for (const { person, course, feeRials } of await db
    .collection('enrolments')
    .find({ status: 'active' })
    .toArray()) {
    expect(`Wallet:${person}`, -feeRials);
    expect(`Fees:${codes.get(String(course))}`, feeRials);
  }
  const found = new Map<string, number>();
  for (const { accounts, credit, debit } of entries) {
    found.set(accounts, (found.get(accounts) ?? 0) + credit - debit);
  }
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((account) => {
    const [is = 0, ought = 0] = [found.get(account), expected.get(account)];
    if (is !== ought) return [`${account} holds ${is}, but top-ups and enrolments make ${ought}`];
    return account.startsWith('Wallet:') && is < 0 ? [`${account} is below zero: ${is}`] : [];
  });
}

/** A course has given one seat to each who is in it or is offered one, and one to each form that holds one; no more than it has. */
async function faultsOfSeats(db: Db): Promise<string[]> {
  const courses = await db.collection('courses').find().toArray();
  const seated = await db
    .collection('enrolments')
    .find({ status: { $in: ['active', 'offered'] } })
    .toArray();
  const holds = await db.collection('seat-holds').find().toArray();
  return courses.flatMap(({ _id, code, capacity, seatsTaken, seatsTakenElsewhere }) => {
    const taken = [...seated, ...holds].filter(({ course }) => String(course) === String(_id)).length;
    const given = seatsTaken - seatsTakenElsewhere;
    if (given !== taken) return [`${code} has given ${given} seats to ${taken} people`];
    return seatsTaken > capacity && taken > 0 ? [`${code} has given more seats than it has`] : [];
  });
}

async function courseCodes(db: Db): Promise<Map<string, string>> {
  const courses = await db.collection('courses').find().toArray();
  return new Map(courses.map(({ _id, code }) => [String(_id), String(code)]));
}
