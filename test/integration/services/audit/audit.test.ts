/** Each invariant of money and seats, broken by hand in a database where all was well. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { Course } from '../../../../models/course.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

const FEE = COURSE.feeRials;
const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));

let world: World;
let maryam: Trainee;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  maryam = await world.trainee({ balanceRials: 2 * FEE });
  course = await world.course({ seatsTaken: 3 });
  await world.enrolments.enrol(await world.card(maryam, course));
  expect(await rulesBroken()).toEqual([]);
});
afterEach(async () => {
  const collections = [
    'medici_transactions',
    'medici_journals',
    'topups',
    'enrolments',
    'courses',
    'seat-holds',
  ];
  for (const name of [...collections, 'notifications']) {
    await world.connection.collection(name).deleteMany({});
  }
});
afterAll(() => world.close());

const findings = async () => (await world.audit.run()).findings;
const rulesBroken = async () => [...new Set((await findings()).map(({ rule }) => rule))].sort();
const lines = () => world.connection.collection('medici_transactions');
const walletOfMaryam = () => `Wallet:${maryam.person._id.toHexString()}`;
const enrolment = async () => {
  const live = await world.enrolments.live(maryam.person._id, course._id);
  if (!live) throw new Error('Maryam is not enrolled');
  return live;
};

test('where all is well it says what it has looked at', async () => {
  expect(await world.audit.run()).toEqual({
    findings: [],
    looked: {
      ...{ entries: 4, enrolments: 1, topUps: 1, paybacks: 0, courses: 1, holds: 0 },
      ...{ openNotices: 2, pending: 0, merged: 0 },
    },
  });
});

test('a payment into the portal wallet of a person is looked for there', async () => {
  const grant = { person: maryam.person._id, centre: course.centre, mayExempt: false };
  await world.models.Grant.create({ ...grant, role: 'portal-user', grantedAt: world.clock() });
  const started = await world.topUps.start({
    ...maryam,
    wallet: 'portal-user',
    amountRials: FEE,
    description: 'شارژ',
  });
  if (started.type !== 'ready') throw new Error(`The gateway opened no payment: ${started.type}`);
  const { sessionId = '' } = started.topUp;
  world.gateway.pay(sessionId);
  await world.topUps.returned('zarinpal', sessionId);
  expect(await rulesBroken()).toEqual([]);
  await world.models.TopUp.updateOne({ sessionId }, { $unset: { wallet: 1 } });
  expect(await rulesBroken()).toEqual(['credit-without-top-up', 'top-up-not-credited-once']);
});

describe('scenario 44: the nightly look at money and seats finds', () => {
  test('a journal that does not sum to zero', async () => {
    await lines().updateOne({ accounts: 'Gateway' }, { $inc: { debit: 1 } });
    expect(await rulesBroken()).toEqual(['journal-not-balanced']);
  });

  test('a wallet below zero, by its account', async () => {
    await world.models.TopUp.deleteMany({});
    await lines().deleteMany({ memo: 'top-up' });
    expect(await findings()).toEqual([
      {
        rule: 'wallet-below-zero',
        what: expect.stringContaining(`${walletOfMaryam()} fell to -${FEE} rials`),
      },
    ]);
  });

  test('a wallet that was below zero for a while, and filled later', async () => {
    const aMinute = 60_000;
    const paid = await world.connection.collection('medici_transactions').findOne({ memo: 'fee' });
    await lines().updateMany(
      { memo: 'top-up' },
      { $set: { datetime: new Date(paid?.datetime.getTime() + aMinute) } },
    );
    const fell = `${walletOfMaryam()} fell to -${FEE} rials by journal ${paid?._journal}`;
    expect(await findings()).toEqual([{ rule: 'wallet-below-zero', what: fell }]);
  });

  test('an enrolment whose fee was never debited', async () => {
    await lines().deleteMany({ memo: 'fee' });
    expect(await findings()).toEqual([
      {
        rule: 'fee-not-debited',
        what: `enrolment ${(await enrolment()).trackingCode} for ${FEE} rials has no debit`,
      },
    ]);
  });

  test('a debit of another amount, from another wallet, or named by two enrolments', async () => {
    await world.models.Enrolment.updateOne({ _id: (await enrolment())._id }, { feeRials: FEE + 1 });
    expect(await rulesBroken()).toEqual(['fee-not-debited']);

    await world.models.Enrolment.updateOne(
      { _id: (await enrolment())._id },
      { feeRials: FEE, payer: 'portal-user', registeredBy: new Types.ObjectId() },
    );
    expect(await rulesBroken()).toEqual(['fee-not-debited']);

    const { _id, ...copy } = await enrolment();
    await world.models.Enrolment.updateOne({ _id }, { payer: 'trainee' });
    const second = {
      ...copy,
      registeredBy: maryam.person._id,
      status: 'completed' as const,
      payer: 'trainee' as const,
    };
    await world.models.Enrolment.create({ ...second, trackingCode: '1', operationId: 'x' });
    expect(await findings()).toHaveLength(2);
    expect(await rulesBroken()).toEqual(['fee-not-debited']);
  });

  test('a debit for which nobody is enrolled', async () => {
    await world.models.Enrolment.deleteMany({});
    expect(await rulesBroken()).toEqual(['debit-without-enrolment', 'seats-miscounted']);
  });

  test('a paid top-up that was booked never, or twice', async () => {
    const { person } = maryam;
    const topUp = await world.models.TopUp.findOne({ person: person._id }).orFail();
    const { amountRials, reference = '' } = topUp;
    const again = { wallet: personalWallet(person._id), amountRials, reference, key: 'again' };
    await world.inTransaction(({ session }) => world.ledger.creditTopUp(again, session));
    expect((await findings()).map(({ rule, what }) => [rule, what.split(': ')[1]])).toEqual([
      ['top-up-not-credited-once', '1 paid, 2 booked'],
    ]);
    await lines().deleteMany({ memo: 'top-up' });
    expect(await rulesBroken()).toEqual(['top-up-not-credited-once', 'wallet-below-zero']);
  });

  test('a credit that no payment stands behind', async () => {
    const credit = {
      wallet: personalWallet(maryam.person._id),
      amountRials: 10_000,
      reference: 'from-nowhere',
      key: 'from-nowhere',
    };
    await world.inTransaction(({ session }) => world.ledger.creditTopUp(credit, session));
    expect(await rulesBroken()).toEqual(['credit-without-top-up']);
  });

  test('seats that were miscounted, and a course that gave more than it has', async () => {
    await world.models.Course.updateOne({ _id: course._id }, { $inc: { seatsTaken: 1 } });
    expect(await findings()).toEqual([
      {
        rule: 'seats-miscounted',
        what: `course ${course.code} has given 2 seats, but 1 are active, 0 offered and 0 held`,
      },
    ]);
    await world.models.Course.updateOne({ _id: course._id }, { seatsTaken: 4, capacity: 3 });
    expect(await rulesBroken()).toEqual(['course-overbooked']);
  });

  test('a seat that is offered or held without being counted, and a line that counts somebody else', async () => {
    const enrolled = await enrolment();
    const { _id, journal: _journal, ...copy } = enrolled;
    const other = { person: new Types.ObjectId(), trackingCode: '3', operationId: 'z' };
    await world.models.Enrolment.create({
      ...copy,
      ...other,
      status: 'offered',
      offeredUntil: world.clock(),
    });
    await world.models.SeatHold.create({
      course: course._id,
      person: maryam.person._id,
      draft: new Types.ObjectId(),
      expiresAt: world.clock(),
      extended: false,
    });
    expect(await findings()).toEqual([
      {
        rule: 'seats-miscounted',
        what: `course ${course.code} has given 1 seats, but 1 are active, 1 offered and 1 held`,
      },
    ]);
    await world.models.Course.updateOne({ _id: course._id }, { $inc: { seatsTaken: 2, waiting: 2 } });
    expect(await findings()).toEqual([
      { rule: 'line-miscounted', what: `course ${course.code} counts 2 in line, 0 are` },
    ]);
  });

  test('somebody in line who was charged', async () => {
    const { _id } = await enrolment();
    await world.models.Enrolment.updateOne({ _id }, { status: 'waitlisted', waitingSince: world.clock() });
    await world.models.Course.updateOne({ _id: course._id }, { $inc: { seatsTaken: -1, waiting: 1 } });
    expect(await rulesBroken()).toEqual(['charged-without-seat']);
  });

  test('a refund that is not in the books, or of another amount, or in them for nobody', async () => {
    const { _id } = await enrolment();
    const { person, account } = maryam;
    await world.enrolments.withdraw({ enrolment: _id, by: person, account, shownRefundRials: FEE });
    expect(await findings()).toEqual([]);

    await world.models.Enrolment.updateOne({ _id }, { 'ended.refundRials': FEE - 1 });
    expect(await rulesBroken()).toEqual(['refund-not-booked']);
    await world.models.Enrolment.updateOne(
      { _id },
      { 'ended.refundRials': FEE, $unset: { 'ended.journal': 1 } },
    );
    expect(await rulesBroken()).toEqual(['refund-not-booked', 'refund-without-enrolment']);
    await world.models.Enrolment.updateOne({ _id }, { 'ended.refundRials': 0 });
    expect(await rulesBroken()).toEqual(['refund-without-enrolment']);
    await lines().deleteMany({ memo: 'refund' });
    expect(await findings()).toEqual([]);
  });

  test('a wallet that rose by an entry that is neither a payment nor a refund', async () => {
    await lines().updateMany({ memo: 'top-up' }, { $set: { memo: 'fee' } });
    expect(await rulesBroken()).toEqual(['credit-without-top-up', 'top-up-not-credited-once']);
  });

  test('a person who is enrolled twice, should the index ever be gone', async () => {
    const { _id, journal: _journal, ...copy } = await enrolment();
    const enrolments = world.connection.collection('enrolments');
    await enrolments.dropIndex('person_1_course_1');
    await enrolments.insertOne({ ...copy, feeRials: 0, trackingCode: '2', operationId: 'y' });
    expect(await rulesBroken()).toEqual(['enrolled-twice', 'seats-miscounted']);
    await enrolments.deleteMany({});
    await world.models.Enrolment.createIndexes();
  });
});

test('a cancelled enrolment holds no seat, but its fee was still taken', async () => {
  await world.models.Enrolment.updateOne({ _id: (await enrolment())._id }, { status: 'cancelled' });
  expect(await rulesBroken()).toEqual(['seats-miscounted']);
  await world.models.Course.updateOne({ _id: course._id }, { $inc: { seatsTaken: -1 } });
  expect(await rulesBroken()).toEqual([]);
});

describe('npm run audit', () => {
  test('ends with a line of summary, and tells by its exit code whether all is well', async () => {
    // It goes by the clock on the wall, and nobody delivers here.
    await world.models.Notification.deleteMany({});
    expect(await runAudit(world.mongoUri)).toEqual({
      exitCode: 0,
      output:
        'Audit: 0 violations in 4 ledger entries, 1 enrolments, 1 top-ups, 1 courses, 0 holds, 0 notices under way and 0 missing names\n',
    });
    await world.models.Course.updateOne({ _id: course._id }, { $inc: { seatsTaken: 1 } });
    const broken = await runAudit(world.mongoUri);
    expect(broken.exitCode).toBe(1);
    expect(broken.output).toMatch(/^seats-miscounted: course C\d+ .*\nAudit: 1 violations in /);
  });

  test('that cannot look at all says which setting is wrong', async () => {
    const { exitCode, output } = await runAudit('');
    expect(exitCode).toBe(2);
    expect(output).toContain('MONGODB_URI');
  });
});

function runAudit(uri: string): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: PROJECT, env: { PATH: process.env.PATH, MONGODB_URI: uri } };
    const args = ['--import', 'tsx', 'scripts/audit.ts'];
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const exitCode = error ? Number(error.code ?? -1) : 0;
      resolve({ exitCode, output: stdout + stderr });
    });
  });
}
