/** Keys are changed: while people enrol, by a command that is killed in the middle, and from codes in clear. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { PersonalDataKeys } from '../../../../config.ts';
import { direct } from '../../../../models/direct.ts';
import { reseal } from '../../../../services/people/reseal.ts';
import { createSeal } from '../../../../services/people/seal.ts';
import { createPeople } from '../../../../services/people/service.ts';
import { prepareDatabase } from '../../../../services/prepare-database.ts';
import { findingsOf } from '../../../support/findings.ts';
import { nationalCodeOf } from '../../../support/national-codes.ts';
import { testKeys } from '../../../support/personal-data.ts';
import { createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.models.Person.deleteMany({});
  await world.models.Draft.deleteMany({});
});
afterAll(() => world.close());

const freshKey = { id: 'fresh', key: randomBytes(32) };
const rotating: PersonalDataKeys = { ...testKeys, sealKeys: [freshKey, ...testKeys.sealKeys] };
const freshAlone: PersonalDataKeys = { ...testKeys, sealKeys: [freshKey] };
const withNewHash: PersonalDataKeys = { ...testKeys, hashKey: randomBytes(32) };

const peopleUnder = (keys: PersonalDataKeys) => createPeople({ ...world, seal: createSeal(keys) });
const run = (keys: PersonalDataKeys, newHashKey = false) =>
  reseal({ connection: world.connection, seal: createSeal(keys), newHashKey });

async function somePeople(count: number): Promise<string[]> {
  const known = await Promise.all(Array.from({ length: count }, () => world.trainee()));
  return known.map(({ person }) => person.nationalCode);
}

async function areFoundUnder(keys: PersonalDataKeys, codes: readonly string[]): Promise<void> {
  const people = await Promise.all(codes.map((code) => peopleUnder(keys).byCode(code)));
  expect(people.map((person) => person?.nationalCode)).toEqual(codes);
}

test('everything is sealed with the first key; again it changes nothing', async () => {
  const codes = await somePeople(6);
  const { nationalCode, mobile } = world.stranger();
  const caller = { account: await world.account(), person: null };
  const draft = await world.drafts.open('enrol', caller, { nationalCode, mobile });
  expect(await run(rotating)).toEqual({
    people: { looked: 6, written: 6 },
    drafts: { looked: 1, written: 1 },
  });
  await areFoundUnder(freshAlone, codes);
  const { answers = {} } = (await direct(world.models.Draft).findOne({ _id: draft._id })) ?? {};
  expect(Object.values(answers).map(String)).toEqual([
    expect.stringMatching(/^fresh\./),
    expect.stringMatching(/^fresh\./),
  ]);
  expect(await run(rotating)).toMatchObject({ people: { looked: 6, written: 0 }, drafts: { written: 0 } });
});

test('people go on to enrol meanwhile, and the books are right afterwards', async () => {
  const course = await world.course({ capacity: 20 });
  const enrols = async () => {
    const who = await world.trainee({ balanceRials: course.feeRials });
    expect(await world.enrolments.enrol(await world.card(who, course))).toMatchObject({ type: 'enrolled' });
    return who.person.nationalCode;
  };
  const before = await somePeople(5);
  const [during] = await Promise.all([
    Promise.all(Array.from({ length: 10 }, enrols)),
    run(rotating),
    run(rotating),
  ]);
  // The processes of the old key are gone now; what they wrote last is sealed by the next run.
  await run(rotating);
  await areFoundUnder(freshAlone, [...before, ...during]);
  expect(await findingsOf(world)).toEqual([]);
});

test('processes that know both keys read each other meanwhile, whichever of them seals', async () => {
  const [oldFirst, newFirst] = [
    peopleUnder({ ...testKeys, sealKeys: [...testKeys.sealKeys, freshKey] }),
    peopleUnder(rotating),
  ];
  const codes = await somePeople(12);
  const changesNumber = async (code: string, n: number) => {
    const people = n % 2 === 0 ? oldFirst : newFirst;
    const known = await people.byCode(code);
    await people.learn({ nationalCode: code, known, set: { mobile: numberOf(n) }, setIfNew: asNew() });
  };
  await Promise.all([run(rotating), ...codes.map(changesNumber), run(rotating)]);
  for (const people of [oldFirst, newFirst]) {
    const found = await Promise.all(codes.map((code) => people.byCode(code)));
    expect(found.map((person) => person?.mobile)).toEqual(codes.map((_, n) => numberOf(n)));
  }
  await run(rotating);
  await areFoundUnder(freshAlone, codes);
});

const numberOf = (n: number) => `0912${String(1_000_000 + n)}`;
const asNew = () => ({
  ...({ identity: 'pending', mobileState: 'unverified', language: 'fa' } as const),
  registryAttempts: 0,
  createdAt: world.clock(),
});

describe('the command', () => {
  const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));
  const base64 = (key: Buffer) => key.toString('base64');

  /** Ends by itself, or by SIGKILL as soon as it has said that it is under way. */
  function command(keys: PersonalDataKeys, { killed = false, args = [] as string[] } = {}) {
    const env = {
      PATH: process.env.PATH,
      MONGODB_URI: world.mongoUri,
      PERSONAL_DATA_KEYS: keys.sealKeys.map(({ id, key }) => `${id}:${base64(key)}`).join(','),
      PERSONAL_DATA_HASH_KEY: base64(keys.hashKey),
    };
    const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/rotate-keys.ts', ...args], {
      cwd: PROJECT,
      env,
    });
    let printed = '';
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      if (killed && printed.includes('looked at')) child.kill('SIGKILL');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    return new Promise<{ code: number | null; printed: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, printed })),
    );
  }

  const currentUnder = async (keys: PersonalDataKeys) => {
    const seal = createSeal(keys);
    const people = await direct(world.models.Person).find().toArray();
    return people.filter(({ nationalCode }) => seal.isCurrent(nationalCode)).length;
  };

  test('that is killed in the middle leaves everybody readable, and is run again to its end', async () => {
    const codes = Array.from({ length: 4_000 }, (_, n) => nationalCodeOf(5_000_000 + n));
    await direct(world.models.Person).insertMany(codes.map(storedPerson));
    expect(await command(rotating, { killed: true })).toMatchObject({ code: null });
    const done = await currentUnder(rotating);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(codes.length);
    await areFoundUnder(rotating, codes.slice(0, 20));
    await areFoundUnder(rotating, codes.slice(-20));
    const again = await command(rotating);
    expect(again).toMatchObject({ code: 0 });
    expect(again.printed).toContain(`people: ${codes.length} looked at, ${codes.length - done} written`);
    expect(again.printed).toContain(`take ${testKeys.sealKeys[0]?.id} out of PERSONAL_DATA_KEYS`);
    await areFoundUnder(freshAlone, codes.slice(0, 20));
    expect(again.printed).not.toMatch(/\d{10}/);
  }, 60_000);

  test('that is killed while it changes the hash key lets nobody be served until it has come to its end', async () => {
    const codes = Array.from({ length: 4_000 }, (_, n) => nationalCodeOf(6_000_000 + n));
    await direct(world.models.Person).insertMany(codes.map(storedPerson));
    const args = ['--new-hash-key'];
    expect(await command(withNewHash, { killed: true, args })).toMatchObject({ code: null });
    for (const keys of [testKeys, withNewHash])
      await expect(prepareDatabase(world.connection, createSeal(keys))).rejects.toThrow(
        'PERSONAL_DATA_HASH_KEY',
      );
    expect(await command(withNewHash, { args })).toMatchObject({ code: 0 });
    await prepareDatabase(world.connection, createSeal(withNewHash));
    await areFoundUnder(withNewHash, [...codes.slice(0, 20), ...codes.slice(-20)]);
  }, 60_000);

  test('does nothing under another hash key, unless it is told that the key is new', async () => {
    const codes = await somePeople(3);
    const refused = await command(withNewHash);
    expect(refused).toMatchObject({ code: 2, printed: expect.stringContaining('PERSONAL_DATA_HASH_KEY') });
    await areFoundUnder(testKeys, codes);
    expect(await command(withNewHash, { args: ['--new-hash-key'] })).toMatchObject({ code: 0 });
    await areFoundUnder(withNewHash, codes);
    expect(await peopleUnder(testKeys).byCode(codes[0] ?? '')).toBeNull();
  }, 30_000);
});

describe('a start', () => {
  const start = (keys: PersonalDataKeys) => prepareDatabase(world.connection, createSeal(keys));

  test('seals what an earlier version stored in clear, once', async () => {
    const people = world.connection.collection('people');
    const drafts = world.connection.collection('drafts');
    await people.createIndex({ nationalCode: 1 }, { unique: true });
    const [person, draft] = [new Types.ObjectId(), new Types.ObjectId()];
    const old = { identity: 'pending', registryAttempts: 0, mobileState: 'verified', language: 'fa' };
    const clear = { nationalCode: nationalCodeOf(7_000_001), mobile: '09121112233' };
    await people.insertOne({ _id: person, ...old, ...clear, createdAt: new Date() });
    await drafts.insertOne({ _id: draft, form: 'enrol', owner: 'account:1', answers: clear, version: 1 });
    await Promise.all([start(testKeys), start(testKeys)]);
    expect(await world.people.byCode(clear.nationalCode)).toMatchObject({ _id: person, ...clear });
    expect(await world.drafts.byId(draft)).toMatchObject({ answers: clear });
    const records = JSON.stringify([
      await people.findOne({ _id: person }),
      await drafts.findOne({ _id: draft }),
    ]);
    expect(records).not.toMatch(/09121112233|7000001/);
    expect(await people.indexExists('nationalCode_1')).toBe(false);
  });

  test('is refused with keys that are not those of the people', async () => {
    await somePeople(1);
    await expect(start(withNewHash)).rejects.toThrow('PERSONAL_DATA_HASH_KEY');
    await expect(start(freshAlone)).rejects.toThrow('PERSONAL_DATA_KEYS');
    await start(rotating);
  });
});

function storedPerson(nationalCode: string) {
  const _id = new Types.ObjectId();
  return {
    _id,
    ...world.people.sealedCode(_id, nationalCode),
    ...world.people.sealedMobile(_id, '09120000000'),
    ...({ identity: 'pending', registryAttempts: 0, mobileState: 'unverified', language: 'fa' } as const),
    createdAt: world.clock(),
  };
}
