/** Who may register trainees of a centre: given, changed, taken back; by the service, a file and the command. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import { PERSONAL_DATA } from '../../../../sandbox/app-environment.ts';
import { importGrants } from '../../../../services/grants/import.ts';
import { createGrants, type Grants } from '../../../../services/grants/service.ts';
import { createWorld, type World } from '../../../support/world.ts';

const CENTRE = 'T01';
const WHY = { reason: 'نامهٔ مرکز' };

let world: World;
let grants: Grants;
let nationalCode: string;
beforeAll(async () => {
  world = await createWorld();
  grants = createGrants(world);
  await world.course();
});
beforeEach(() => {
  nationalCode = world.stranger().nationalCode;
});
afterAll(() => world.close());

const personOf = (code: string) => world.people.ofCode(code);
const centre = () => world.models.Centre.findOne({ code: CENTRE }).orFail().lean();
const give = (mayExempt = false) => grants.grant({ nationalCode, centreCode: CENTRE, mayExempt, ...WHY });
const takeBack = () => grants.revoke({ nationalCode, centreCode: CENTRE, ...WHY });
const held = async (person: Types.ObjectId) => grants.holds(person, (await centre())._id);

test('a grant to somebody who has never come waits for them, and the same again changes nothing', async () => {
  expect(await give()).toEqual({ type: 'granted' });
  expect(await give()).toEqual({ type: 'had-it' });
  const person = await personOf(nationalCode);
  expect(person).toMatchObject({ identity: 'pending', mobileState: 'unverified', isPortalUser: true });
  expect(await grants.ofPerson(person._id)).toHaveLength(1);
  expect(await held(person._id)).toMatchObject({ mayExempt: false });
});

test('whoever comes after their grant is the same person, and still holds it', async () => {
  const who = world.stranger();
  await grants.grant({ nationalCode: who.nationalCode, centreCode: CENTRE, mayExempt: true, ...WHY });
  const granted = await personOf(who.nationalCode);
  const { person } = await world.proven(await world.account(), who);
  expect(person._id).toEqual(granted._id);
  expect(person).toMatchObject({ identity: 'verified', mobileState: 'verified', isPortalUser: true });
});

test('whether somebody may exempt is changed by granting anew', async () => {
  await give(false);
  expect(await give(true)).toEqual({ type: 'changed' });
  expect(await held((await personOf(nationalCode))._id)).toMatchObject({ mayExempt: true });
});

test('what is taken back is on record, is held no longer, and can be given again', async () => {
  await give();
  const person = (await personOf(nationalCode))._id;
  expect(await takeBack()).toEqual({ type: 'revoked' });
  expect(await takeBack()).toEqual({ type: 'had-none' });
  expect(await held(person)).toBeNull();
  expect((await personOf(nationalCode)).isPortalUser).toBe(false);
  expect(await give()).toEqual({ type: 'granted' });
  expect(await world.models.Grant.countDocuments({ person })).toBe(2);
  expect((await personOf(nationalCode)).isPortalUser).toBe(true);
});

test('each change stands in the audit trail with who and why, and what changed nothing does not', async () => {
  const { person: boss } = await world.staffPerson();
  const request = { nationalCode, centreCode: CENTRE, by: boss._id, ...WHY };
  for (const mayExempt of [false, false, true]) await grants.grant({ ...request, mayExempt });
  for (let time = 0; time < 2; time += 1) await grants.revoke(request);
  const { _id: person } = await personOf(nationalCode);
  const trail = await world.auditTrail.ofPerson(person, 10);
  const told = trail.map(({ act, by, reason, details }) => ({ act, by, reason, details }));
  const byWhom = { by: boss._id, ...WHY };
  expect(told.reverse()).toEqual([
    { act: 'grant-given', ...byWhom, details: { centre: CENTRE, mayExempt: 'no' } },
    { act: 'grant-changed', ...byWhom, details: { centre: CENTRE, mayExempt: 'yes' } },
    { act: 'grant-revoked', ...byWhom, details: { centre: CENTRE } },
  ]);
  expect(await world.models.Grant.findOne({ person }).lean()).toMatchObject({ grantedBy: boss._id });
});

test('a centre that is not there gives nothing, and makes nobody', async () => {
  const nowhere = { nationalCode, centreCode: 'nowhere', mayExempt: false, ...WHY };
  expect(await grants.grant(nowhere)).toEqual({ type: 'unknown-centre' });
  expect(await grants.revoke(nowhere)).toEqual({ type: 'unknown-centre' });
  expect(await world.people.byCode(nationalCode)).toBeNull();
});

test('ten grants at once make one person and one grant', async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => give()));
  expect(outcomes.filter(({ type }) => type === 'granted')).toHaveLength(1);
  expect(outcomes.filter(({ type }) => type === 'had-it')).toHaveLength(9);
  const { _id } = await personOf(nationalCode);
  expect(await world.models.Grant.countDocuments({ person: _id })).toBe(1);
});

test('the two looks that every registration takes are served by the index', async () => {
  await give();
  const { _id: person } = await personOf(nationalCode);
  const keys = { person, revokedAt: null };
  for (const filter of [keys, { ...keys, centre: (await centre())._id }]) {
    const plan = JSON.stringify(await world.models.Grant.find(filter).explain());
    expect(plan).toContain('person_1_centre_1');
    expect(plan).not.toContain('COLLSCAN');
  }
});

describe('the organisation’s file', () => {
  const file = () => join(world.folder, 'grants.json');
  const takeIn = async (given: object[]) => {
    await writeFile(file(), JSON.stringify({ centres: [], courses: [], grants: given }));
    return importGrants({ ...world, grants }, file());
  };

  test('gives each grant once: one that was taken back does not return with the next start', async () => {
    const given = [{ nationalCode, centre: CENTRE, mayExempt: true }];
    expect(await takeIn(given)).toBe(1);
    expect(await takeIn(given)).toBe(0);
    await takeBack();
    expect(await takeIn(given)).toBe(0);
    expect(await held((await personOf(nationalCode))._id)).toBeNull();
  });

  test('that names a centre which is not there is refused by its name', async () => {
    await expect(takeIn([{ nationalCode, centre: 'nowhere' }])).rejects.toThrow(/nowhere/);
  });

  test('without grants is taken in as before', async () => {
    await writeFile(file(), JSON.stringify({ centres: [], courses: [] }));
    expect(await importGrants({ ...world, grants }, file())).toBe(0);
  });
});

describe('npm run grant', () => {
  const PROJECT = fileURLToPath(new URL('../../../..', import.meta.url));
  function command(...args: string[]): Promise<{ exitCode: number; printed: string }> {
    const env = { PATH: process.env.PATH, MONGODB_URI: world.mongoUri, ...PERSONAL_DATA };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'scripts/grant.ts', ...args],
        { cwd: PROJECT, env },
        (error, stdout, stderr) =>
          resolve({ exitCode: error === null ? 0 : Number(error.code), printed: stdout + stderr }),
      );
    });
  }

  /** Who decides, and why. */
  let decided: string[];
  let boss: Types.ObjectId;
  beforeEach(async () => {
    const { person } = await world.staffPerson();
    boss = person._id;
    decided = ['--by', person.nationalCode, '--reason', WHY.reason];
  });

  test('gives and takes back, and says what it has done without telling the whole code', async () => {
    const given = await command('--code', nationalCode, '--centre', CENTRE, '--may-exempt', ...decided);
    expect(given).toMatchObject({
      exitCode: 0,
      printed: expect.stringContaining('is now a portal user of T01'),
    });
    expect(given.printed).not.toContain(nationalCode);
    expect(await held((await personOf(nationalCode))._id)).toMatchObject({ mayExempt: true });
    const taken = await command('--code', nationalCode, '--centre', CENTRE, '--revoke', ...decided);
    expect(taken).toMatchObject({ exitCode: 0, printed: expect.stringContaining('no longer') });
    const { _id: person } = await personOf(nationalCode);
    expect(await held(person)).toBeNull();
    const trail = await world.auditTrail.ofPerson(person, 10);
    expect(trail.map(({ act, by, reason }) => ({ act, by, reason }))).toEqual([
      { act: 'grant-revoked', by: boss, ...WHY },
      { act: 'grant-given', by: boss, ...WHY },
    ]);
  });

  test.each([
    {
      name: 'an unknown centre',
      args: (code: string) => ['--code', code, '--centre', 'nowhere'],
      says: 'no centre nowhere',
    },
    {
      name: 'a code with a wrong check digit',
      args: () => ['--code', '1234567890', '--centre', CENTRE],
      says: 'no valid national code',
    },
    { name: 'no centre', args: (code: string) => ['--code', code], says: 'Usage' },
    {
      name: 'no reason',
      args: (code: string) => ['--code', code, '--centre', CENTRE, '--reason', ' '],
      says: 'Say why',
    },
    {
      name: 'somebody unknown who decides',
      args: (code: string) => ['--code', code, '--centre', CENTRE, '--by', code],
      says: 'Nobody is known by',
    },
  ])('refuses $name and says why', async ({ args, says }) => {
    // Of an option that is given twice the last one counts.
    expect(await command(...decided, ...args(nationalCode))).toMatchObject({
      exitCode: 1,
      printed: expect.stringContaining(says),
    });
  });
});
