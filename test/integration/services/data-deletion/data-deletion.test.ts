/** "Delete my data": asked for, taken back, carried out when nothing stands in the way, and met by an enrolment. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { Course } from '../../../../models/course.ts';
import { direct } from '../../../../models/direct.ts';
import { DELETION_WAIT_MS } from '../../../../services/data-deletion/rules.ts';
import { deliver } from '../../../../services/notifications/deliver.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { createDeliveries } from '../../../support/deliveries.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
let free: Course;
let paid: Course;
beforeAll(async () => {
  world = await createWorld();
  const long = {
    capacity: 1_000,
    registrationClosesAt: inDays(380),
    startsAt: inDays(390),
    endsAt: inDays(400),
  };
  free = await world.course({ ...long, feeRials: 0 });
  paid = await world.course(long);
});
afterAll(() => world.close());

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(world.clock().getTime() + days * DAY_MS).toISOString();

const asks = ({ person, account }: Trainee) => world.dataDeletion.request(person._id, account);
const carriesOut = ({ person }: Trainee) => world.dataDeletion.carryOut(person._id);
const enrols = async (who: Trainee, course: Course) => world.enrolments.enrol(await world.card(who, course));
const stored = (_id: Types.ObjectId) => direct(world.models.Person).findOne({ _id });
const read = async (who: Trainee): Promise<Trainee> => ({
  ...who,
  person: await world.people.known(who.person._id),
});
const liveOf = ({ person }: Trainee) =>
  world.models.Enrolment.countDocuments({ person: person._id, status: 'active' });

/** Asks, and waits until it may be done. */
async function isDue(who: Trainee): Promise<Trainee> {
  expect(await asks(who)).toMatchObject({ type: 'requested' });
  world.advance(DELETION_WAIT_MS);
  return read(who);
}

describe('a request', () => {
  test('is one however often it is made, is told to the person, to staff and to the trail, and waits three days', async () => {
    const who = await world.trainee();
    const dueAt = new Date(world.clock().getTime() + DELETION_WAIT_MS);
    const outcomes = await Promise.all([asks(who), asks(who), asks(who)]);
    expect(outcomes).toEqual(Array(3).fill({ type: 'requested', dueAt }));
    const { _id: person } = who.person;
    expect(await world.models.StaffCase.find({ person }).lean()).toMatchObject([
      { kind: 'data-deletion-requested', state: 'open' },
    ]);
    expect(await world.auditTrail.ofPerson(person, 9)).toMatchObject([
      { act: 'data-deletion-requested', by: person },
    ]);
    expect(await world.models.Notification.countDocuments({ person, event: 'data-deletion-requested' })).toBe(
      1,
    );
    expect(await world.dataDeletion.due(9)).toEqual([]);
    expect(await carriesOut(who)).toEqual({ type: 'not-due' });
    world.advance(DELETION_WAIT_MS);
    expect(await world.dataDeletion.due(9)).toEqual([person]);
    await world.dataDeletion.takeBack(person);
  });

  test('that is taken back is not carried out, its case is closed, and it can be made anew', async () => {
    const who = await world.trainee();
    await isDue(who);
    expect(await world.dataDeletion.takeBack(who.person._id)).toBe(true);
    expect(await world.dataDeletion.takeBack(who.person._id)).toBe(false);
    expect(await carriesOut(who)).toEqual({ type: 'not-due' });
    expect(await world.models.StaffCase.find({ person: who.person._id, state: 'open' })).toEqual([]);
    await isDue(who);
    expect(await carriesOut(who)).toMatchObject({ type: 'deleted' });
  });
});

describe('what has to come to its end first', () => {
  const obstacles = async (who: Trainee) => {
    const outcome = await asks(who);
    return outcome.type === 'not-possible' ? outcome.obstacles : outcome.type;
  };

  test('a seat in a course that goes on, but not in one that is over', async () => {
    const who = await world.trainee();
    await enrols(who, free);
    expect(await obstacles(who)).toEqual(['enrolled']);
    const other = await world.trainee();
    const short = await world.course({ feeRials: 0, startsAt: inDays(10), endsAt: inDays(11) });
    await enrols(other, short);
    expect(await obstacles(other)).toEqual(['enrolled']);
    world.advance(12 * DAY_MS);
    expect(await obstacles(other)).toBe('requested');
  });

  test('money in the wallet', async () => {
    const who = await world.trainee({ balanceRials: 700_000 });
    expect(await obstacles(who)).toEqual(['money']);
  });

  test('a payment that may still be credited', async () => {
    const { person, account } = await world.trainee();
    await world.topUps.start({ person, account, amountRials: 500_000, description: 'شارژ' });
    expect(await obstacles({ person, account })).toEqual(['payment']);
  });

  test('a role, and enrolments of others that the portal wallet has paid', async () => {
    const clerk = await world.portalUser(paid.centre);
    await world.charge(clerk, paid.feeRials, 'portal-user');
    expect(await obstacles(clerk)).toEqual(['money', 'role']);
    const trainee = await world.trainee();
    const card = await world.portalCard(clerk, trainee, paid);
    expect(await world.enrolments.enrol(card)).toMatchObject({ type: 'enrolled' });
    expect(await obstacles(clerk)).toEqual(['paid-for-others', 'role']);
    expect(await obstacles(await world.staffPerson())).toEqual(['role']);
  });

  test('a case that staff have open about them, also one opened after they asked', async () => {
    const who = await world.trainee();
    await isDue(who);
    const { _id: person } = who.person;
    await world.cases.open({ kind: 'code-taken', dedupeKey: `taken-${person}`, person, facts: {} });
    expect(await carriesOut(who)).toEqual({ type: 'kept', obstacles: ['case'] });
    expect(await obstacles(who)).toEqual(['case']);
  });
});

describe('carried out', () => {
  test('nothing that tells who they were is left; money, enrolments and the trail are, and the books agree', async () => {
    const over = await world.course({ startsAt: inDays(10), endsAt: inDays(12) });
    const who = await world.trainee({ balanceRials: over.feeRials });
    const { person, account } = who;
    const outcome = await enrols(who, over);
    if (outcome.type !== 'enrolled') throw new Error(`Not enrolled: ${outcome.type}`);
    const { _id } = outcome.enrolment;
    await world.verifications.linkOf(_id);
    world.advance(13 * DAY_MS);
    await world.cases.open({
      ...({ kind: 'registry-differs', dedupeKey: 'differs', person: person._id } as const),
      facts: { ours: 'مریم شایسته', theirs: 'مریم شایستگان' },
    });
    await world.cases.settle({ dedupeKey: 'differs', reason: 'looked at' });
    await world.drafts.open('top-up', who, { amountRials: 300_000 });
    const due = await isDue(who);
    expect(await carriesOut(due)).toMatchObject({ type: 'deleted', accounts: [{ _id: account._id }] });

    expect(await stored(person._id)).toEqual({
      _id: person._id,
      ...({ identity: 'deleted', mobileState: 'none', registryAttempts: 0, language: 'fa' } as const),
      createdAt: person.createdAt,
    });
    const about = { person: person._id };
    const left = {
      drafts: await world.models.Draft.find({ owner: `person:${person._id}` }).lean(),
      notices: await world.models.Notification.find({ ...about, params: { $ne: {} } }).lean(),
      cases: await world.models.StaffCase.find(about).lean(),
      accounts: await world.models.Account.find(about).lean(),
      links: await world.models.Enrolment.find({ ...about, verification: { $exists: true } }).lean(),
    };
    expect(left).toMatchObject({ drafts: [], notices: [], accounts: [], links: [] });
    expect(left.cases).toHaveLength(2);
    expect(JSON.stringify(left)).not.toMatch(/مریم|شایست/);
    expect(await world.models.Enrolment.findById(_id).lean()).toMatchObject({ person: person._id });
    expect((await world.statements.page(personalWallet(person._id), 0)).entries).toHaveLength(2);
    expect((await world.auditTrail.ofPerson(person._id, 9)).map(({ act }) => act)).toEqual([
      'data-deleted',
      'data-deletion-requested',
    ]);
    expect(await world.models.StaffCase.find({ ...about, state: 'open' })).toEqual([]);
    expect(await findingsOf(world)).toEqual([]);
  });

  test('again, or by two processes at once, it is done once', async () => {
    const who = await isDue(await world.trainee());
    const outcomes = await Promise.all([carriesOut(who), carriesOut(who)]);
    expect(outcomes.map(({ type }) => type).sort()).toEqual(['deleted', 'not-due']);
    expect(await carriesOut(who)).toEqual({ type: 'not-due' });
    expect(await asks(who)).toEqual({ type: 'gone' });
    expect(await world.dataDeletion.takeBack(who.person._id)).toBe(false);
    const deeds = await world.auditTrail.ofPerson(who.person._id, 9);
    expect(deeds.filter(({ act }) => act === 'data-deleted')).toHaveLength(1);
  });

  test('the same code begins anew as a new person, from the same chat', async () => {
    const { nationalCode, mobile } = world.stranger();
    const who = await world.proven(await world.account(), { nationalCode, mobile });
    await carriesOut(await isDue(who));
    expect(await world.people.byCode(nationalCode)).toBeNull();
    const { platform, platformUserId, chatId } = who.account;
    const caller = await world.accounts.identify({ platform, platformUserId, chatId, language: 'fa' });
    expect(caller).toMatchObject({ account: { _id: who.account._id }, person: null });
    const anew = await world.proven(caller.account, { nationalCode, mobile });
    expect(anew.person._id).not.toEqual(who.person._id);
    expect(await world.enrolments.listOf(anew.person._id, 9)).toEqual([]);
  });

  test('a notice that was on its way goes nowhere, and its record says why', async () => {
    const who = await world.trainee();
    const notice = await world.recordNotice({
      ...({ event: 'identity-completed', person: who.person._id, dedupeKey: 'late' } as const),
      params: { name: 'مریم شایسته' },
    });
    await carriesOut(await isDue(who));
    await deliver(createDeliveries(world).deps, notice, 'chat');
    expect(await world.models.Notification.findById(notice).lean()).toMatchObject({
      params: {},
      chat: { state: 'skipped', reason: 'person-deleted' },
    });
  });
});

describe('met by an enrolment in the same instant', () => {
  const ROUNDS = 12;
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

  test('of the two one happens, and the other is told of it', async () => {
    const ends: string[] = [];
    for (const round of rounds) {
      const who = await isDue(await world.trainee());
      const card = await world.card(who, free);
      const tap = () => world.enrolments.enrol(card);
      const both = round % 2 === 0 ? [tap(), carriesOut(who)] : [carriesOut(who), tap()];
      const types = (await Promise.all(both)).map(({ type }) => type).sort();
      ends.push(types.join(' '));
      expect(await liveOf(who)).toBe(types.includes('enrolled') ? 1 : 0);
    }
    expect(ends.filter((end) => !['card-outdated deleted', 'enrolled kept'].includes(end))).toEqual([]);
    expect(await findingsOf(world)).toEqual([]);
  });

  test('also when a portal user of a centre enrols them', async () => {
    const clerk = await world.portalUser(free.centre);
    for (const _round of rounds) {
      const who = await isDue(await world.trainee());
      const card = await world.portalCard(clerk, who, free);
      const [enrolled, deleted] = await Promise.all([world.enrolments.enrol(card), carriesOut(who)]);
      const live = enrolled.type === 'enrolled';
      expect([enrolled.type, deleted.type]).toEqual(
        live ? ['enrolled', 'kept'] : ['card-outdated', 'deleted'],
      );
      expect(await liveOf(who)).toBe(live ? 1 : 0);
    }
  });

  test('or a payment: nobody pays into a wallet that belongs to nobody', async () => {
    for (const _round of rounds) {
      const who = await isDue(await world.trainee());
      const payment = { ...who, amountRials: 500_000, description: 'شارژ' };
      const [started, deleted] = await Promise.allSettled([world.topUps.start(payment), carriesOut(who)]);
      const type = deleted.status === 'fulfilled' && deleted.value.type;
      expect(type).toBe(started.status === 'fulfilled' ? 'kept' : 'deleted');
    }
  });

  test('who is still remembered as somebody by a chat is enrolled no more, nor by a form that names them', async () => {
    const who = await isDue(await world.trainee());
    await carriesOut(who);
    expect(await enrols(who, free)).toEqual({ type: 'card-outdated' });
    const clerk = await world.portalUser(free.centre);
    expect(await world.enrolments.enrol(await world.portalCard(clerk, who, free))).toEqual({
      type: 'card-outdated',
    });
    expect(await liveOf(who)).toBe(0);
  });
});
