/** Trainees whom a portal user enters: whom the registers know, and whom a grant lets in without a mobile. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Person } from '../../../../models/person.ts';
import { createGrants, type Grants } from '../../../../services/grants/service.ts';
import { MISMATCHES_ALLOWED_TO_PORTAL_USERS } from '../../../../services/identity/enter.ts';
import { EXEMPTION_GROUPS } from '../../../../services/identity/exemptions.ts';
import { LANGUAGES, loadTexts } from '../../../../texts/texts.ts';
import { whose } from '../../../support/personal-data.ts';
import { createWorld, type World } from '../../../support/world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CENTRE = 'T01';

let world: World;
let grants: Grants;
let by: Person;
beforeAll(async () => {
  world = await createWorld();
  grants = createGrants(world);
  await world.course();
});
beforeEach(async () => {
  by = (await world.trainee()).person;
  await grant(false);
});
afterEach(() => {
  world.registers.shahkarDown = false;
  world.registers.registryDown = false;
});
afterAll(() => world.close());

const grant = (mayExempt: boolean) =>
  grants.grant({ nationalCode: by.nationalCode, centreCode: CENTRE, mayExempt, reason: 'آزمون' });
const enter = (who: { nationalCode: string; mobile: string }) => world.identity.enter({ by, ...who });
const exempt = (nationalCode: string) => world.identity.enter({ by, nationalCode, exemption: 'prisoner' });
const stored = (nationalCode: string) => world.people.byCode(nationalCode);

describe('with a mobile', () => {
  test('of their own they get the registry’s name, and no chat becomes theirs', async () => {
    const accounts = await world.models.Account.countDocuments({ person: { $ne: null } });
    const who = world.stranger();
    expect(await enter(who)).toMatchObject({
      type: 'entered',
      person: { ...who, firstName: 'مریم', identity: 'verified', mobileState: 'verified' },
    });
    expect(await world.models.Account.countDocuments({ person: { $ne: null } })).toBe(accounts);
  });

  test('they are entered with the name pending while the registry is down, and the backfill finds them', async () => {
    world.registers.registryDown = true;
    const who = world.stranger();
    expect(await enter(who)).toMatchObject({ type: 'entered', person: { identity: 'pending' } });
    world.registers.registryDown = false;
    await world.identity.backfill();
    expect(await stored(who.nationalCode)).toMatchObject({ identity: 'verified', firstName: 'مریم' });
  });

  test('while Shahkar is down nothing is decided, counted or kept', async () => {
    world.registers.shahkarDown = true;
    const who = world.stranger();
    expect(await enter(who)).toEqual({ type: 'cannot-check-now' });
    expect(await stored(who.nationalCode)).toBeNull();
    expect((await stored(by.nationalCode))?.mismatches).toBeUndefined();
  });

  test.each([
    ['unknown-code', { firstName: '' }],
    ['deceased', { alive: false }],
  ])('they are refused as %s, and no person is made', async (type, entry) => {
    const who = world.stranger();
    Object.assign(world.registers.people.get(who.nationalCode) ?? {}, entry);
    expect(await enter(who)).toEqual({ type });
    expect(await stored(who.nationalCode)).toBeNull();
  });

  test('ten times at once, and by themselves too, they are one person', async () => {
    const who = world.stranger();
    const account = await world.account();
    const outcomes = await Promise.all([
      ...Array.from({ length: 10 }, () => enter(who)),
      world.identity.prove({ account, ...who }),
    ]);
    expect(
      new Set(outcomes.map((outcome) => 'person' in outcome && outcome.person._id.toHexString())).size,
    ).toBe(1);
    expect(await world.models.Person.countDocuments(whose(who.nationalCode))).toBe(1);
  });

  test('a number proven before stays, also beside another one of theirs', async () => {
    const who = world.stranger();
    await world.proven(await world.account(), who);
    const another = { ...who, mobile: '09350000001' };
    Object.assign(world.registers.people.get(who.nationalCode) ?? {}, { mobile: another.mobile });
    expect(await enter(another)).toMatchObject({ type: 'entered', person: { mobile: who.mobile } });
  });
});

describe('pairs that do not match', () => {
  const probe = async () => (await enter({ ...world.stranger(), mobile: '09999999999' })).type;

  test('are counted for the portal user, who is stopped for a day', async () => {
    for (let attempt = 0; attempt < MISMATCHES_ALLOWED_TO_PORTAL_USERS; attempt += 1) {
      expect(await probe()).toBe('mobile-of-another');
    }
    expect(await probe()).toBe('too-many-attempts');
    expect(await enter(world.stranger())).toEqual({ type: 'too-many-attempts' });
    world.advance(DAY_MS);
    expect(await enter(world.stranger())).toMatchObject({ type: 'entered' });
  });
});

describe('without a mobile', () => {
  test('they are entered where the grant allows it, with the group on record', async () => {
    await grant(true);
    const { nationalCode } = world.stranger();
    expect(await exempt(nationalCode)).toMatchObject({
      type: 'entered',
      person: { mobileState: 'none', exemption: 'prisoner', identity: 'verified' },
    });
    expect(await stored(nationalCode)).not.toHaveProperty('mobile');
  });

  test('they are refused where it does not, whatever button was shown', async () => {
    const { nationalCode } = world.stranger();
    expect(await exempt(nationalCode)).toEqual({ type: 'may-not-exempt' });
    expect(await stored(nationalCode)).toBeNull();
  });

  test('who has a proven mobile keeps it, and gets no exemption', async () => {
    await grant(true);
    const who = world.stranger();
    await world.proven(await world.account(), who);
    const outcome = await exempt(who.nationalCode);
    expect(outcome).toMatchObject({
      type: 'entered',
      person: { mobile: who.mobile, mobileState: 'verified' },
    });
    expect(outcome).not.toHaveProperty('person.exemption');
  });

  test('who comes with a mobile of their own later is exempt no longer', async () => {
    await grant(true);
    const [entered, self] = [world.stranger(), world.stranger()];
    await exempt(entered.nationalCode);
    expect(await enter(entered)).toMatchObject({ person: { mobileState: 'verified' } });
    await exempt(self.nationalCode);
    const { person } = await world.proven(await world.account(), self);
    expect(person).toMatchObject({ mobile: self.mobile, mobileState: 'verified' });
    for (const { nationalCode } of [entered, self]) {
      expect(await stored(nationalCode)).not.toHaveProperty('exemption');
    }
  });

  test.each(EXEMPTION_GROUPS)('the group %s has a name in every language', (group) => {
    const texts = loadTexts();
    expect(LANGUAGES.filter((language) => !texts[language].has(`exemption-${group}`))).toEqual([]);
  });
});

test('who holds no grant (any more) enters nobody', async () => {
  await grants.revoke({ nationalCode: by.nationalCode, centreCode: CENTRE, reason: 'آزمون' });
  const who = world.stranger();
  expect(await enter(who)).toEqual({ type: 'no-grant' });
  expect(await exempt(who.nationalCode)).toEqual({ type: 'no-grant' });
  expect(await stored(who.nationalCode)).toBeNull();
});
