/** The right code is somebody's already: what was entered by the wrong one becomes theirs, whole, once, and by the books. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { Course } from '../../../../models/course.ts';
import type { Enrolment } from '../../../../models/enrolment.ts';
import type { Person } from '../../../../models/person.ts';
import { personalWallet, portalWallet } from '../../../../services/wallet/accounts.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

const REASON = 'کارت ملی را دیدم';
const CHARGED = 2 * COURSE.feeRials;

let world: World;
let staff: Trainee;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.staffPerson();
  course = await world.course({ capacity: 100 });
});
afterAll(() => world.close());

interface Wrong extends Trainee {
  mobile: string;
  enrolment: Enrolment;
  case: Types.ObjectId;
}

/** Came by a mistyped code while the registry was away, charged the wallet, enrolled, and was then turned away. */
async function turnedAway(): Promise<Wrong> {
  const typed = world.stranger();
  const account = await world.account();
  world.registers.registryDown = true;
  const who = await world.proven(account, typed);
  world.registers.registryDown = false;
  await world.charge(who, CHARGED);
  const outcome = await world.enrolments.enrol(await world.card(who, course));
  if (outcome.type !== 'enrolled') throw new Error(outcome.type);
  world.registers.people.delete(typed.nationalCode);
  world.advance(60 * 60_000);
  await world.identity.backfill();
  const open = { person: who.person._id, kind: 'identity-rejected' as const, state: 'open' as const };
  const found = await world.models.StaffCase.findOne(open).orFail().lean();
  return { ...who, mobile: typed.mobile, enrolment: outcome.enrolment, case: found._id };
}

/** Known by the right code, to which the number of the other one is registered, too. */
async function owner(mobile: string): Promise<Trainee> {
  const known = await world.trainee();
  const registered = world.registers.people.get(known.person.nationalCode);
  if (registered) registered.mobile = mobile;
  return known;
}

const correct = (wrong: Pick<Wrong, 'case'>, { nationalCode }: Person, by = staff.person._id) =>
  world.corrections.code({ case: wrong.case, nationalCode, by, reason: REASON });
const balance = (person: Types.ObjectId) => world.ledger.balanceOf(personalWallet(person));
/** No sender runs here, so notices stay unsent. */
const findings = async () =>
  (await world.audit.run()).findings.filter(({ rule }) => rule !== 'notice-overdue');
const eventsOf = async (person: Types.ObjectId) =>
  (await world.models.Notification.find({ person }).lean()).map(({ event }) => event);

async function isUntouched(wrong: Wrong) {
  expect(await world.people.byId(wrong.person._id)).toMatchObject({ identity: 'rejected' });
  const enrolment = await world.enrolments.byId(wrong.enrolment._id);
  expect(enrolment).toMatchObject({ person: wrong.person._id, frozen: { because: 'identity-rejected' } });
  expect(await balance(wrong.person._id)).toBe(CHARGED - COURSE.feeRials);
  expect(await world.models.StaffCase.findById(wrong.case).lean()).toMatchObject({ state: 'open' });
}

test('enrolment, payments, money and chat become those of the owner, and the books agree', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  expect(await correct(wrong, right.person)).toEqual({ type: 'merged' });

  const [from, to] = [wrong.person._id, right.person._id];
  const after = await world.enrolments.byId(wrong.enrolment._id);
  expect(after).toMatchObject({ person: to, registeredBy: to, status: 'active' });
  expect(after).not.toHaveProperty('frozen');
  expect(await balance(from)).toBe(0);
  expect(await balance(to)).toBe(CHARGED - COURSE.feeRials);
  expect(await world.models.TopUp.countDocuments({ person: to, startedBy: to, state: 'credited' })).toBe(1);
  expect(await world.models.Account.findById(wrong.account._id).lean()).toMatchObject({ person: to });
  const { entries } = await world.statements.page(personalWallet(to), 0);
  expect(entries).toMatchObject([{ kind: 'moved', amountRials: CHARGED - COURSE.feeRials }]);
  expect(await findings()).toEqual([]);
});

test('a refund after it goes to the owner, by the books', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  await correct(wrong, right.person);
  const by = await world.people.known(right.person._id);
  const seen = await world.enrolments.lookAt(wrong.enrolment._id, by);
  if (seen?.withdrawal.type !== 'allowed') throw new Error('The owner may not withdraw');
  const request = { by, account: right.account, shownRefundRials: seen.withdrawal.refundRials };
  await world.enrolments.withdraw({ ...request, enrolment: wrong.enrolment._id });
  expect(await balance(right.person._id)).toBe(CHARGED - COURSE.feeRials + seen.withdrawal.refundRials);
  expect(await findings()).toEqual([]);
});

test('a payment that was under way is credited to the owner, whoever asked the gateway before', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  const request = { ...wrong, amountRials: 90_000, wallet: 'trainee', description: 'شارژ' } as const;
  const started = await world.topUps.start(request);
  if (started.type !== 'ready') throw new Error(started.type);
  const { sessionId = '' } = started.topUp;
  world.gateway.pay(sessionId);
  const [returned, outcome] = await Promise.all([
    world.topUps.returned('zarinpal', sessionId),
    correct(wrong, right.person),
  ]);
  expect([returned?.type, outcome.type]).toEqual(['credited', 'merged']);
  expect(await balance(right.person._id)).toBe(CHARGED - COURSE.feeRials + 90_000);
  expect(await balance(wrong.person._id)).toBe(0);
  expect(await findings()).toEqual([]);
});

test('money on its way to a card, when it cannot arrive, comes back to the owner', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  const rest = CHARGED - COURSE.feeRials;
  const [paid] = await world.paybacks.returnable(wrong.person);
  const topUpId = paid?.topUp._id.toHexString() ?? '';
  const asked = await world.paybacks.request({ ...wrong, topUpId, amountRials: rest });
  if (asked.type !== 'requested') throw new Error(asked.type);
  await correct(wrong, right.person);
  const decision = { id: asked.payback._id, by: staff.person._id, to: 'refused' as const, reason: REASON };
  expect(await world.paybacks.decide(decision)).toMatchObject({ type: 'decided' });
  expect(await balance(right.person._id)).toBe(rest);
  expect(await findings()).toEqual([]);
});

test('it is done once, by however many of the staff at the same instant, and is on both records', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => correct(wrong, right.person)));
  expect(outcomes.filter(({ type }) => type === 'merged')).toHaveLength(1);
  expect(await balance(right.person._id)).toBe(CHARGED - COURSE.feeRials);
  for (const { person } of [wrong, right]) {
    const trail = await world.auditTrail.of({ kind: 'person', id: person._id }, 10);
    const merged = trail.filter(({ act }) => act === 'people-merged');
    expect(merged).toMatchObject([
      {
        by: staff.person._id,
        reason: REASON,
        details: { enrolments: 1, movedRials: CHARGED - COURSE.feeRials },
      },
    ]);
    expect(JSON.stringify(merged)).not.toContain(person.nationalCode);
  }
  expect(await findings()).toEqual([]);
});

test('the owner is told, in all of their chats, and of the chat that became theirs', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  await correct(wrong, right.person);
  expect(await eventsOf(right.person._id)).toEqual(
    expect.arrayContaining(['records-merged', 'account-added']),
  );
});

test('nothing is left of the wrong code, and whoever comes by it later is somebody new', async () => {
  const wrong = await turnedAway();
  const right = await owner(wrong.mobile);
  await correct(wrong, right.person);
  expect(await world.people.byCode(wrong.person.nationalCode)).toBeNull();
  expect(await world.models.Person.findById(wrong.person._id).lean()).toMatchObject({
    ...{ identity: 'deleted', mergedInto: right.person._id },
  });
});

test('what a centre paid stays with the centre’s portal user', async () => {
  const operator = await world.portalUser(course.centre);
  await world.charge(operator, COURSE.feeRials, 'portal-user');
  const typed = world.stranger();
  world.registers.registryDown = true;
  const entered = await world.identity.enter({ by: operator.person, ...typed });
  world.registers.registryDown = false;
  if (entered.type !== 'entered') throw new Error(entered.type);
  const { person } = entered;
  const card = await world.portalCard(operator, { person, account: operator.account }, course);
  const enrolled = await world.enrolments.enrol(card);
  if (enrolled.type !== 'enrolled') throw new Error(enrolled.type);
  world.registers.people.delete(typed.nationalCode);
  world.advance(60 * 60_000);
  await world.identity.backfill();
  const found = await world.models.StaffCase.findOne({ person: person._id }).orFail().lean();
  const right = await world.trainee();
  expect(await correct({ case: found._id }, right.person)).toEqual({ type: 'merged' });
  expect(await world.enrolments.byId(enrolled.enrolment._id)).toMatchObject({
    ...{ person: right.person._id, registeredBy: operator.person._id },
  });
  expect(await eventsOf(operator.person._id)).toContain('trainee-corrected');
  expect(await world.ledger.balanceOf(portalWallet(operator.person._id))).toBe(0);
  expect(await findings()).toEqual([]);
});

describe('nothing changes when', () => {
  test('both have a place in the same course, which is named', async () => {
    const wrong = await turnedAway();
    const right = await owner(wrong.mobile);
    await world.charge(right, COURSE.feeRials);
    await world.enrolments.enrol(await world.card(right, course));
    const refusal = { type: 'cannot-merge', because: 'both-enrolled', course: course.title };
    expect(await correct(wrong, right.person)).toEqual(refusal);
    await isUntouched(wrong);
  });

  test('the number of whoever chats is not registered to the code', async () => {
    const wrong = await turnedAway();
    const right = await world.trainee();
    expect(await correct(wrong, right.person)).toEqual({ type: 'mobile-of-another' });
    await isUntouched(wrong);
  });

  test('the code is that of whoever asks', async () => {
    const wrong = await turnedAway();
    const registered = world.registers.people.get(staff.person.nationalCode);
    if (registered) registered.mobile = wrong.mobile;
    expect(await correct(wrong, staff.person)).toMatchObject({ type: 'cannot-merge', because: 'own-record' });
    await isUntouched(wrong);
  });

  test.each([
    ['role', { roles: ['staff'] }],
    ['deletion', { deletion: { requestedAt: new Date(), dueAt: new Date() } }],
  ] as const)('there is a %s to be ended first', async (because, set) => {
    const wrong = await turnedAway();
    const right = await owner(wrong.mobile);
    await world.models.Person.updateOne({ _id: wrong.person._id }, { $set: set });
    expect(await correct(wrong, right.person)).toMatchObject({ type: 'cannot-merge', because });
    await isUntouched(wrong);
  });

  test('the process fails in the middle', async () => {
    const wrong = await turnedAway();
    const right = await owner(wrong.mobile);
    const { AuditEntry } = world.models;
    const create = AuditEntry.create.bind(AuditEntry);
    let entries = 0;
    // The last that is written but for notices.
    Object.assign(AuditEntry, {
      create: (...args: Parameters<typeof create>) => {
        entries += 1;
        if (entries === 3) throw new Error('The power is gone');
        return create(...args);
      },
    });
    await expect(correct(wrong, right.person)).rejects.toThrow('The power is gone');
    Object.assign(AuditEntry, { create });
    await isUntouched(wrong);
    expect(await correct(wrong, right.person)).toEqual({ type: 'merged' });
    expect(await findings()).toEqual([]);
  });
});

test('an owner who is merged in turn takes what they got with them', async () => {
  const first = await turnedAway();
  const second = await turnedAway();
  const last = await owner(second.mobile);
  // The first has finished the course, and the registry knows the second after all: with the number of the first.
  await world.models.Enrolment.updateOne({ _id: first.enrolment._id }, { status: 'completed' });
  await world.models.Course.updateOne({ _id: course._id }, { $inc: { seatsTaken: -1 } });
  const known = { firstName: 'مریم', lastName: 'شایسته', mobile: first.mobile, alive: true };
  world.registers.people.set(second.person.nationalCode, known);
  expect(await correct(first, second.person)).toEqual({ type: 'merged' });
  await world.models.Person.updateOne({ _id: second.person._id }, { identity: 'rejected' });
  const matter = { kind: 'identity-rejected', person: second.person._id, facts: {} } as const;
  const { id } = await world.cases.open({ ...matter, dedupeKey: 'rejected-later' });
  expect((await correct({ case: id }, last.person)).type).toBe('merged');
  const heirs = await world.models.Person.find({ mergedInto: last.person._id }).lean();
  expect(heirs.map(({ _id }) => _id.toHexString()).sort()).toEqual(
    [first.person._id.toHexString(), second.person._id.toHexString()].sort(),
  );
  expect(await balance(last.person._id)).toBe(2 * (CHARGED - COURSE.feeRials));
  expect(await findings()).toEqual([]);
});
