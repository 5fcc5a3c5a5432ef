/** Staff put right whom the registry has turned away for a mistyped code, and names that it knows otherwise. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { Course } from '../../../../models/course.ts';
import { maskNationalCode } from '../../../../services/identity/rules.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

const REASON = 'کارت ملی را دیدم';

let world: World;
let staff: Trainee;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.staffPerson();
  course = await world.course({ capacity: 100 });
});
afterAll(() => world.close());

/** Entered and paid for by a portal user by a wrong code while the registry was away, and then turned away. */
async function rejected() {
  const wrong = world.stranger();
  const operator = await world.portalUser(course.centre);
  await world.charge(operator, COURSE.feeRials, 'portal-user');
  world.registers.registryDown = true;
  const entered = await world.identity.enter({ by: operator.person, ...wrong });
  world.registers.registryDown = false;
  if (entered.type !== 'entered') throw new Error(entered.type);
  const { person } = entered;
  const trainee = { person, account: operator.account };
  const outcome = await world.enrolments.enrol(await world.portalCard(operator, trainee, course));
  if (outcome.type !== 'enrolled') throw new Error(outcome.type);
  world.registers.people.delete(wrong.nationalCode);
  world.advance(60 * 60_000);
  await world.identity.backfill();
  const { enrolment } = outcome;
  expect(await world.enrolments.byId(enrolment._id)).toHaveProperty('frozen');
  const found = await world.models.StaffCase.findOne({ person: person._id, state: 'open' }).orFail().lean();
  return {
    operator,
    person,
    enrolment,
    mobile: wrong.mobile,
    wrongCode: wrong.nationalCode,
    case: found._id,
  };
}

/** The registry knows the person by this code; `mobile`: registered to it. */
function rightCode(mobile?: string): string {
  const right = world.stranger();
  const known = world.registers.people.get(right.nationalCode);
  if (known && mobile !== undefined) known.mobile = mobile;
  return right.nationalCode;
}

const correct = (about: Types.ObjectId, nationalCode: string, by = staff.person._id) =>
  world.corrections.code({ case: about, nationalCode, by, reason: REASON });
const eventsOf = async (person: Types.ObjectId) =>
  (await world.models.Notification.find({ person }).lean()).map(({ event }) => event);

/** No sender runs here, so notices stay unsent. */
const findings = async () =>
  (await world.audit.run()).findings.filter(({ rule }) => rule !== 'notice-overdue');

async function isUntouched({ person, enrolment, case: id }: Awaited<ReturnType<typeof rejected>>) {
  expect(await world.people.byId(person._id)).toMatchObject({
    ...{ identity: 'rejected', nationalCode: person.nationalCode },
  });
  expect(await world.enrolments.byId(enrolment._id)).toHaveProperty('frozen');
  expect(await world.models.StaffCase.findById(id).lean()).toMatchObject({ state: 'open' });
}

describe('the right code', () => {
  test('lets everything go on: name, number, enrolment and money are the person’s, and those concerned are told', async () => {
    const { person, enrolment, operator, mobile, wrongCode, case: about } = await rejected();
    const nationalCode = rightCode(mobile);
    expect(await correct(about, nationalCode)).toEqual({ type: 'corrected' });

    expect(await world.people.byCode(nationalCode)).toMatchObject({
      ...{ _id: person._id, identity: 'verified', firstName: 'مریم', mobileState: 'verified' },
    });
    expect(await world.people.byCode(wrongCode)).toBeNull();
    const after = await world.enrolments.byId(enrolment._id);
    expect(after).toMatchObject({ status: 'active', person: person._id, journal: enrolment.journal });
    expect(after).not.toHaveProperty('frozen');
    expect(await eventsOf(person._id)).toContain('code-corrected');
    expect(await eventsOf(operator.person._id)).toContain('trainee-corrected');
    expect(await world.models.StaffCase.findById(about).lean()).toMatchObject({
      ...{ state: 'closed', closed: { by: staff.person._id, reason: REASON } },
    });
    expect(await findings()).toEqual([]);
  });

  test('leaves who, when and why on record, with both codes masked', async () => {
    const { person, enrolment, mobile, wrongCode, case: about } = await rejected();
    const nationalCode = rightCode(mobile);
    await correct(about, nationalCode);
    const trail = await world.auditTrail.ofPerson(person._id, 10);
    const by = { by: staff.person._id, reason: REASON };
    expect(trail.map(({ act }) => act).sort()).toEqual([
      'case-closed',
      'code-corrected',
      'enrolment-unfrozen',
    ]);
    expect(trail.find(({ act }) => act === 'code-corrected')).toMatchObject({
      ...by,
      details: { from: maskNationalCode(wrongCode), to: maskNationalCode(nationalCode) },
    });
    expect(trail.find(({ act }) => act === 'enrolment-unfrozen')).toMatchObject({
      ...by,
      subject: { kind: 'enrolment', id: enrolment._id.toHexString() },
    });
  });

  test('is given once, by however many of the staff at the same instant', async () => {
    const { person, mobile, case: about } = await rejected();
    const nationalCode = rightCode(mobile);
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => correct(about, nationalCode)));
    expect(outcomes.filter(({ type }) => type === 'corrected')).toHaveLength(1);
    const trail = await world.auditTrail.ofPerson(person._id, 10);
    expect(trail.filter(({ act }) => act === 'code-corrected')).toHaveLength(1);
  });

  test('takes the proof from a number that is not registered to it, when no chat hangs on the person', async () => {
    const { person, case: about } = await rejected();
    expect(await correct(about, rightCode())).toEqual({ type: 'corrected' });
    expect(await world.people.known(person._id)).toMatchObject({ mobileState: 'unverified' });
  });
});

describe('nothing changes when', () => {
  test.each(['unknown-code', 'deceased', 'cannot-check-now'] as const)('%s', async (type) => {
    const one = await rejected();
    const nationalCode = rightCode(one.mobile);
    if (type === 'unknown-code') world.registers.people.delete(nationalCode);
    const known = world.registers.people.get(nationalCode);
    if (type === 'deceased' && known) known.alive = false;
    world.registers.registryDown = type === 'cannot-check-now';
    expect(await correct(one.case, nationalCode)).toEqual({ type });
    world.registers.registryDown = false;
    await isUntouched(one);
  });

  test('a chat hangs on the person, and their number is registered to somebody else', async () => {
    const one = await rejected();
    const account = await world.account();
    await world.models.Account.updateOne({ _id: account._id }, { person: one.person._id });
    expect(await correct(one.case, rightCode())).toEqual({ type: 'mobile-of-another' });
    await isUntouched(one);
  });

  test('whoever asks is not staff, or gives no reason', async () => {
    const one = await rejected();
    const nationalCode = rightCode(one.mobile);
    expect(await correct(one.case, nationalCode, one.operator.person._id)).toEqual({ type: 'not-staff' });
    const without = { case: one.case, nationalCode, by: staff.person._id, reason: '؟' };
    expect(await world.corrections.code(without)).toEqual({ type: 'no-reason' });
    await isUntouched(one);
  });

  test('the case is about something else, or over', async () => {
    const { person } = await world.trainee();
    const matter = { kind: 'code-taken', dedupeKey: 'taken', person: person._id, facts: {} } as const;
    const { id } = await world.cases.open(matter);
    expect(await correct(id, rightCode())).toEqual({ type: 'nothing-to-correct' });
    const one = await rejected();
    await correct(one.case, rightCode(one.mobile));
    expect(await correct(one.case, rightCode(one.mobile))).toEqual({ type: 'nothing-to-correct' });
  });
});

test('what somebody has in their wallet stays theirs', async () => {
  const one = await rejected();
  await world.fund(personalWallet(one.person._id), 70_000);
  const nationalCode = rightCode(one.mobile);
  await correct(one.case, nationalCode);
  const { _id } = (await world.people.byCode(nationalCode)) ?? one.person;
  expect(await world.ledger.balanceOf(personalWallet(_id))).toBe(70_000);
});

describe('the registry’s name', () => {
  async function differing() {
    const who = world.stranger();
    const { person } = await world.proven(await world.account(), who);
    const known = world.registers.people.get(who.nationalCode);
    if (known) known.lastName = 'شایسته‌فر';
    const facts = { ours: 'مریم شایسته', theirs: 'مریم شایسته‌فر' };
    const dedupeKey = `registry-differs-${person._id.toHexString()}`;
    const { id } = await world.cases.open({ kind: 'registry-differs', dedupeKey, person: person._id, facts });
    return { person, correction: { case: id, by: staff.person._id, reason: REASON } };
  }

  test('is taken as the word of staff, stays, and the person is told', async () => {
    const { person, correction } = await differing();
    expect(await world.corrections.name(correction)).toEqual({ type: 'corrected' });
    const named = { lastName: 'شایسته‌فر', nameSource: 'staff' };
    expect(await world.people.known(person._id)).toMatchObject(named);
    expect(await eventsOf(person._id)).toContain('name-corrected');
    expect(await world.auditTrail.ofPerson(person._id, 10)).toMatchObject([
      { act: 'name-corrected', by: staff.person._id, reason: REASON },
      { act: 'case-closed' },
    ]);
    // The backfill, should it ever ask again, does not overwrite it.
    await world.models.Person.updateOne({ _id: person._id }, { identity: 'pending' });
    const known = world.registers.people.get(person.nationalCode);
    if (known) known.lastName = 'دیگری';
    world.advance(60 * 60_000);
    await world.identity.backfill();
    expect(await world.people.known(person._id)).toMatchObject({ ...named, identity: 'verified' });
    expect(await world.corrections.name(correction)).toEqual({ type: 'nothing-to-correct' });
  });

  test('is taken by staff alone, and not while the registry is away', async () => {
    const { person, correction } = await differing();
    expect(await world.corrections.name({ ...correction, by: person._id })).toEqual({ type: 'not-staff' });
    world.registers.registryDown = true;
    expect(await world.corrections.name(correction)).toEqual({ type: 'cannot-check-now' });
    world.registers.registryDown = false;
    expect(await world.people.known(person._id)).toMatchObject({ lastName: 'شایسته' });
  });
});
