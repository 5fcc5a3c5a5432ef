/** What is of no use any more goes when its time is over, and not before. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  createRetention,
  FORMER_MOBILE_KEPT_MS,
  MISMATCHES_KEPT_MS,
  NOTICE_PARAMS_KEPT_MS,
  type Retention,
  UNPROVEN_ACCOUNT_KEPT_MS,
} from '../../../../services/retention/service.ts';
import { createWorld, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;

let world: World;
let retention: Retention;
beforeAll(async () => {
  world = await createWorld();
  retention = createRetention(world);
});
afterAll(() => world.close());

/** What is cleared an hour before the time is over, and an hour after it. */
async function aroundTheEndOf(ms: number) {
  world.advance(ms - HOUR_MS);
  const early = await retention.expire();
  world.advance(2 * HOUR_MS);
  return { early, late: await retention.expire() };
}

test('counts of pairs that did not match go after their day, of chats and of portal users', async () => {
  const course = await world.course();
  const portalUser = await world.portalUser(course.centre);
  const stranger = await world.account();
  const mobile = '09999999999';
  await world.identity.prove({ account: stranger, nationalCode: world.stranger().nationalCode, mobile });
  await world.identity.enter({ by: portalUser.person, nationalCode: world.stranger().nationalCode, mobile });
  const { early, late } = await aroundTheEndOf(MISMATCHES_KEPT_MS);
  expect([early.mismatches, late.mismatches]).toEqual([0, 2]);
  expect((await world.people.known(portalUser.person._id)).mismatches).toBeUndefined();
  expect(await world.accounts.byId(stranger._id)).toMatchObject({ mismatches: 0 });
  expect((await world.accounts.byId(stranger._id))?.mismatchesSince).toBeUndefined();
});

test('accounts that were never proven go, unless a form is open there; proven ones stay', async () => {
  const proven = await world.trainee();
  const [idle, busy] = [await world.account(), await world.account()];
  await world.drafts.open('enrol', { account: busy, person: null });
  const { late } = await aroundTheEndOf(UNPROVEN_ACCOUNT_KEPT_MS);
  expect(late.accounts).toBeGreaterThan(0);
  expect(await world.accounts.byId(idle._id)).toBeNull();
  expect(await world.accounts.byId(busy._id)).not.toBeNull();
  expect(await world.accounts.byId(proven.account._id)).not.toBeNull();
});

test('what a notice said goes after a year; that it was sent stays', async () => {
  const { person } = await world.trainee();
  const dedupeKey = 'a-name-in-a-notice';
  const notice = { event: 'identity-completed', person: person._id, dedupeKey } as const;
  const _id = await world.recordNotice({ ...notice, params: { name: 'مریم شایسته' } });
  const { early, late } = await aroundTheEndOf(NOTICE_PARAMS_KEPT_MS);
  expect([early.notices, late.notices]).toEqual([0, 1]);
  expect(await world.models.Notification.findById(_id).lean()).toMatchObject({ dedupeKey, params: {} });
  expect((await retention.expire()).notices).toBe(0);
});

test('a number that somebody had before goes when it must have been told of the change', async () => {
  const who = world.stranger();
  await world.proven(await world.account(), who);
  const mobile = '09350000002';
  world.registers.people.set(who.nationalCode, { firstName: 'م', lastName: 'ش', mobile, alive: true });
  const { person } = await world.proven(await world.account(), { ...who, mobile });
  expect(person.formerMobile).toBe(who.mobile);
  const { early, late } = await aroundTheEndOf(FORMER_MOBILE_KEPT_MS);
  expect([early.formerMobiles, late.formerMobiles]).toEqual([0, 1]);
  const after = await world.people.known(person._id);
  expect(after).toMatchObject({ mobile });
  expect(after).not.toHaveProperty('formerMobile');
});
