import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Account } from '../../../../models/account.ts';
import { CLAIM_EXPIRES_MS } from '../../../../services/identity/backfill.ts';
import { createIdentity, MISMATCHES_ALLOWED } from '../../../../services/identity/service.ts';
import { createDeliveries } from '../../../support/deliveries.ts';
import { whose } from '../../../support/personal-data.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  world.registers.shahkarDown = false;
  world.registers.registryDown = false;
  world.registers.withoutAnswer.clear();
  // What one test left pending is no work for the next.
  await world.models.Person.deleteMany({ identity: 'pending' });
});
afterAll(() => world.close());

const stored = (nationalCode: string) => world.people.byCode(nationalCode);
const sameAccount = (account: Account) => world.models.Account.findById(account._id).orFail().lean<Account>();

describe('proving who somebody is', () => {
  test('by a mobile of their own gives the registry’s name, and joins the account to the person', async () => {
    const account = await world.account();
    const who = world.stranger();
    const outcome = await world.identity.prove({ account, ...who });
    expect(outcome).toMatchObject({
      type: 'proven',
      person: { ...who, firstName: 'مریم', identity: 'verified', mobileState: 'verified', language: 'fa' },
    });
    const person = await stored(who.nationalCode);
    expect((await sameAccount(account)).person).toEqual(person?._id);
  });

  test('while the registry is down lets them in with the name pending', async () => {
    world.registers.registryDown = true;
    const outcome = await world.identity.prove({ account: await world.account(), ...world.stranger() });
    expect(outcome).toMatchObject({
      type: 'proven',
      person: { identity: 'pending', mobileState: 'verified' },
    });
    expect(outcome).not.toHaveProperty('person.firstName');
  });

  test('while Shahkar is down decides nothing and counts nothing', async () => {
    world.registers.shahkarDown = true;
    const account = await world.account();
    const who = world.stranger();
    expect(await world.identity.prove({ account, ...who })).toEqual({ type: 'cannot-check-now' });
    expect(await stored(who.nationalCode)).toBeNull();
    expect(await sameAccount(account)).toMatchObject({ mismatches: 0 });
  });

  test.each([
    ['unknown-code', { firstName: '' }],
    ['deceased', { alive: false }],
  ])('is refused as %s by the registry, and no person is made', async (type, entry) => {
    const who = world.stranger();
    const known = world.registers.people.get(who.nationalCode);
    if (known) Object.assign(known, entry);
    expect(await world.identity.prove({ account: await world.account(), ...who })).toEqual({ type });
    expect(await stored(who.nationalCode)).toBeNull();
  });

  test('who was rejected before stays out while the registry cannot say otherwise', async () => {
    const who = world.stranger();
    await world.proven(await world.account(), who);
    await world.models.Person.updateOne(whose(who.nationalCode), { identity: 'rejected' });
    world.registers.registryDown = true;
    const account = await world.account();
    expect(await world.identity.prove({ account, ...who })).toEqual({ type: 'cannot-check-now' });
    expect((await sameAccount(account)).person).toBeUndefined();
    world.registers.registryDown = false;
    expect(await world.identity.prove({ account, ...who })).toMatchObject({
      type: 'proven',
      person: { identity: 'verified' },
    });
  });

  test('from a second messenger finds the same person, without asking the registry again', async () => {
    const who = world.stranger();
    const first = await world.proven(await world.account('telegram'), who);
    const asked = world.registers.lookups.length;
    const second = await world.proven(await world.account('bale'), who);
    expect(second.person._id).toEqual(first.person._id);
    expect(world.registers.lookups.length).toBe(asked);
  });

  test('of one code from ten accounts at once makes one person', async () => {
    const who = world.stranger();
    const accounts = await Promise.all(Array.from({ length: 10 }, () => world.account()));
    const proven = await Promise.all(accounts.map((account) => world.proven(account, who)));
    expect(new Set(proven.map(({ person }) => person._id.toHexString())).size).toBe(1);
    expect(await world.models.Person.countDocuments(whose(who.nationalCode))).toBe(1);
  });
});

describe('somebody who is known already', () => {
  const eventsOf = async ({ person }: Trainee) =>
    (await world.models.Notification.find({ person: person._id }).lean()).map(({ event }) => event);
  const registerAt = (nationalCode: string, mobile: string) =>
    world.registers.people.set(nationalCode, { firstName: 'مریم', lastName: 'شایسته', mobile, alive: true });

  test('is recognised on the other messenger, and told of it in the first chat alone', async () => {
    const who = world.stranger();
    const first = await world.proven(await world.account('telegram'), who);
    const second = await world.proven(await world.account('bale'), who);
    expect(second.person._id).toEqual(first.person._id);
    const [notice] = await world.models.Notification.find({ person: first.person._id }).lean();
    expect(notice).toMatchObject({
      event: 'account-added',
      params: { platform: 'bale', account: second.account._id.toHexString() },
      shownIn: second.account._id,
    });
    expect(notice?.sms.state).toBe('skipped');
  });

  test('who is proven again by an update that comes twice is told once', async () => {
    const who = world.stranger();
    const first = await world.proven(await world.account(), who);
    const account = await world.account();
    await Promise.all([world.proven(account, who), world.proven(account, who)]);
    expect(await eventsOf(first)).toEqual(['account-added']);
  });

  test('by a new number is reached by that one, and the old one hears of it', async () => {
    const who = world.stranger();
    const first = await world.proven(await world.account(), who);
    const mobile = '09350000001';
    registerAt(who.nationalCode, mobile);
    const second = await world.proven(await world.account(), { ...who, mobile });
    expect(second.person).toMatchObject({ _id: first.person._id, mobile, formerMobile: who.mobile });
    expect(await eventsOf(first)).toEqual(['mobile-changed']);
    const deliveries = createDeliveries(world);
    await deliveries.deliverWoken(async () => ({ type: 'sent' }));
    expect(deliveries.sms.received.map(({ to }) => to)).toContain(who.mobile);
    expect(deliveries.sms.received.map(({ to }) => to)).not.toContain(mobile);
    expect(JSON.stringify(await world.models.Person.findById(first.person._id).lean())).not.toContain(
      who.mobile,
    );
  });

  test('does not lose the code to a number that is not registered to it; staff have a case, once', async () => {
    const owner = await world.trainee();
    const { nationalCode } = owner.person;
    const account = await world.account();
    const tries = () => world.identity.prove({ account, nationalCode, mobile: '09999999999' });
    expect(await tries()).toEqual({ type: 'code-taken' });
    expect(await tries()).toEqual({ type: 'code-taken' });
    expect((await sameAccount(account)).person).toBeUndefined();
    const cases = await world.models.StaffCase.find({ person: owner.person._id }).lean();
    expect(cases.map(({ kind }) => kind)).toEqual(['code-taken']);
  });

  test('who has their data deleted in this very instant comes in as somebody new', async () => {
    const who = world.stranger();
    const first = await world.proven(await world.account(), who);
    let erased = false;
    const people = {
      ...world.people,
      async byCode(nationalCode: string) {
        const person = await world.people.byCode(nationalCode);
        if (!erased)
          await world.inTransaction(({ session }) => world.people.erase(first.person._id, session));
        erased = true;
        return person;
      },
    };
    const identity = createIdentity({ ...world.identityDeps, people });
    const outcome = await identity.prove({ account: await world.account(), ...who });
    expect(outcome).toMatchObject({ type: 'proven', person: { nationalCode: who.nationalCode } });
    expect(outcome.type === 'proven' && outcome.person._id).not.toEqual(first.person._id);
  });

  test('but has no chat loses nothing: the pair does not match, and that is all', async () => {
    const { nationalCode } = world.stranger();
    await world.people.ofCode(nationalCode);
    const account = await world.account();
    const outcome = await world.identity.prove({ account, nationalCode, mobile: '09999999999' });
    expect(outcome).toEqual({ type: 'mobile-of-another' });
  });
});

describe('pairs that do not match', () => {
  const probe = async (account: Account, mobile = '09999999999') =>
    (await world.identity.prove({ account: await sameAccount(account), ...world.stranger(), mobile })).type;

  test('are refused, and after a few nobody is asked any more until a day has passed', async () => {
    const account = await world.account();
    for (let attempt = 0; attempt < MISMATCHES_ALLOWED; attempt += 1) {
      expect(await probe(account)).toBe('mobile-of-another');
    }
    expect(await probe(account)).toBe('too-many-attempts');
    world.advance(DAY_MS - 1);
    expect(await probe(account)).toBe('too-many-attempts');
    world.advance(1);
    expect(await probe(account)).toBe('mobile-of-another');
    expect(await sameAccount(account)).toMatchObject({ mismatches: 1 });
  });

  test('of one account are not counted against another', async () => {
    const [account, other] = [await world.account(), await world.account()];
    for (let attempt = 0; attempt < MISMATCHES_ALLOWED; attempt += 1) await probe(account);
    expect(await probe(other)).toBe('mobile-of-another');
  });
});

describe('the backfill', () => {
  /** So many people who were let in while the registry was down, the first waiting longest. */
  async function pending(count: number) {
    world.registers.registryDown = true;
    const people = [];
    for (let n = 0; n < count; n += 1) {
      world.advance(1_000);
      people.push(await world.proven(await world.account(), world.stranger()));
    }
    world.registers.registryDown = false;
    world.registers.lookups.length = 0;
    return people.map(({ person }) => person);
  }

  test('fills in names, longest waiting first, and tells each person once', async () => {
    const people = await pending(3);
    const oneByOne = createIdentity({
      ...world.identityDeps,
      backlog: { ...world.identityDeps.backlog, inFlight: 1 },
    });
    expect(await oneByOne.backfill()).toEqual({ completed: 3, stillDown: false });
    expect(world.registers.lookups).toEqual(people.map(({ nationalCode }) => nationalCode));
    for (const person of people) {
      expect(await stored(person.nationalCode)).toMatchObject({
        ...{ identity: 'verified', firstName: 'مریم', nameSource: 'registry' },
      });
      const notices = await world.models.Notification.find({ person: person._id });
      expect(notices.map(({ event, params }) => [event, params])).toEqual([
        ['identity-completed', { name: 'مریم شایسته' }],
      ]);
    }
  });

  test('is not held up by one person whom the registry never answers', async () => {
    const [first, second] = await pending(2);
    world.registers.withoutAnswer.add(first?.nationalCode ?? '');
    expect(await world.identity.backfill()).toEqual({ completed: 1, stillDown: false });
    expect(await stored(second?.nationalCode ?? '')).toMatchObject({ identity: 'verified' });
    expect(await stored(first?.nationalCode ?? '')).toMatchObject({ identity: 'pending' });
  });

  test.each([
    ['does not know', { firstName: '' }],
    ['knows to have died', { alive: false }],
  ])('turns away a code whose holder the registry %s, and says so once', async (_what, entry) => {
    const [person] = await pending(1);
    if (!person) throw new Error('Nobody is pending');
    Object.assign(world.registers.people.get(person.nationalCode) ?? {}, entry);
    await Promise.all([world.identity.backfill(), world.identity.backfill()]);
    expect(await stored(person.nationalCode)).toMatchObject({ identity: 'rejected' });
    const notices = await world.models.Notification.find({ person: person._id });
    expect(notices.map(({ event }) => event)).toEqual(['identity-rejected']);
  });

  test('that dies with the notice has written no name either, and does both the next time', async () => {
    const [person] = await pending(1);
    if (!person) throw new Error('Nobody is pending');
    const record = async () => {
      throw new Error('the process dies');
    };
    const dying = createIdentity({
      ...world.identityDeps,
      notifications: { ...world.notifications, record },
    });
    await expect(dying.backfill()).rejects.toThrow('dies');
    expect(await stored(person.nationalCode)).toMatchObject({ identity: 'pending' });
    world.advance(CLAIM_EXPIRES_MS);
    await world.identity.backfill();
    expect(await stored(person.nationalCode)).toMatchObject({ identity: 'verified' });
    expect(await world.models.Notification.countDocuments({ person: person._id })).toBe(1);
  });

  test('run twice at once completes and tells each person once', async () => {
    const people = await pending(4);
    await Promise.all([world.identity.backfill(), world.identity.backfill()]);
    for (const { _id } of people) {
      expect(await world.models.Notification.countDocuments({ person: _id })).toBe(1);
    }
  });
});
