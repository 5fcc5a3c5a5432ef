/** One registration at a time per person (N3), as the database guards it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Types } from 'mongoose';
import type { Draft, FormName } from '../../../../models/draft.ts';
import { createDrafts } from '../../../../services/drafts/service.ts';
import { prepareDatabase } from '../../../../services/prepare-database.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** The same forms as another process has them. */
const anotherProcess = () => createDrafts(world);

const REGISTRATIONS = ['enrol', 'enrol-trainee'] as const;

/** A person with a second chat. */
async function inTwoChats() {
  const phone = await world.trainee();
  return { phone, tablet: { person: phone.person, account: await world.account('bale') } };
}

const draftsOf = ({ person }: Trainee) =>
  world.models.Draft.find({ owner: `person:${person._id.toHexString()}` }).lean<Draft[]>();

const openRegistrationsOf = async (who: Trainee) =>
  (await draftsOf(who)).filter(({ form, setAsideAt }) => form.startsWith('enrol') && !setAsideAt);

describe('opening a registration', () => {
  test('fifty times at once, of both kinds, from two chats and five processes, opens one', async () => {
    const { phone, tablet } = await inTwoChats();
    const processes = Array.from({ length: 5 }, anotherProcess);
    const opened = await Promise.all(
      Array.from({ length: 50 }, (_, index) => {
        const drafts = processes[index % 5] ?? world.drafts;
        const form: FormName = index % 2 ? 'enrol' : 'enrol-trainee';
        return drafts.open(form, index % 3 ? phone : tablet);
      }),
    );
    expect(new Set(opened.map(({ _id }) => _id.toHexString())).size).toBe(1);
    expect(await draftsOf(phone)).toHaveLength(1);
  });

  test.each([
    ['enrol', 'enrol-trainee'],
    ['enrol-trainee', 'enrol'],
    ['enrol-trainee', 'enrol-trainee'],
  ] as const)('%s stands in the way of %s', async (first, second) => {
    const { phone, tablet } = await inTwoChats();
    const open = await world.drafts.open(first, phone);
    expect(await anotherProcess().open(second, tablet)).toEqual(open);
    expect(await anotherProcess().openRegistration(tablet)).toEqual(open);
  });

  test('leaves room for a top-up beside it', async () => {
    const maryam = await world.trainee();
    await world.drafts.open('enrol-trainee', maryam);
    expect((await world.drafts.open('top-up', maryam)).form).toBe('top-up');
  });

  test('is possible again once the one before has ended', async () => {
    const maryam = await world.trainee();
    await world.drafts.end(await world.drafts.open('enrol-trainee', maryam), 'cancelled');
    expect((await world.drafts.open('enrol', maryam)).form).toBe('enrol');
  });
});

describe('a registration that was set aside', () => {
  test.each(REGISTRATIONS)('%s is in the way of none, and none is lost', async (form) => {
    const maryam = await world.trainee();
    const aside = await world.drafts.open(form, maryam);
    expect(await world.drafts.setAside(aside)).toBe(true);
    const other = form === 'enrol' ? 'enrol-trainee' : 'enrol';
    const open = await anotherProcess().open(other, maryam);
    expect(open.form).toBe(other);
    expect(await draftsOf(maryam)).toHaveLength(2);
  });

  test('of a trainee leaves room for another trainee’s, as often as that happens', async () => {
    const maryam = await world.trainee();
    for (let turn = 1; turn <= 3; turn += 1) {
      const draft = await world.drafts.open('enrol-trainee', maryam);
      expect(draft.setAsideAt).toBeUndefined();
      await world.drafts.setAside(draft);
    }
    expect(await draftsOf(maryam)).toHaveLength(3);
  });

  test('cannot be opened again while another one is open; later it can', async () => {
    const maryam = await world.trainee();
    const draft = await world.drafts.open('enrol-trainee', maryam, {
      trainee: new Types.ObjectId().toHexString(),
    });
    await world.drafts.setAside(draft);
    const aside = (await world.drafts.byId(draft._id)) ?? draft;
    const own = await world.drafts.open('enrol', maryam);
    expect(await world.drafts.write(aside, { setAsideAt: null })).toBeNull();
    expect(await world.drafts.byId(draft._id)).toEqual(aside);
    await world.drafts.end(own, 'cancelled');
    world.advance(1_000);
    const opened = await world.drafts.write(aside, { setAsideAt: null });
    expect(opened).toMatchObject({ registering: true, openSince: world.clock(), answers: draft.answers });
  });

  test('of two processes that open two of them again at once, one does', async () => {
    const maryam = await world.trainee();
    const aside: Draft[] = [];
    for (let turn = 1; turn <= 2; turn += 1) {
      const draft = await world.drafts.open('enrol-trainee', maryam);
      await world.drafts.setAside(draft);
      aside.push((await world.drafts.byId(draft._id)) ?? draft);
    }
    const opened = await Promise.all(
      aside.map((draft) => anotherProcess().write(draft, { setAsideAt: null })),
    );
    expect(opened.filter((draft) => draft !== null)).toHaveLength(1);
  });
});

describe('an account proven to be somebody’s who has another registration open', () => {
  test('has its own form set aside, with what was answered', async () => {
    const maryam = await world.trainee();
    const open = await world.drafts.open('enrol-trainee', maryam);
    const account = await world.account('bale');
    const here = await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C2' });
    const adopted = await world.drafts.adopt(here, maryam.person._id);
    expect(adopted).toMatchObject({
      _id: here._id,
      answers: { courseCode: 'C2' },
      setAsideAt: world.clock(),
    });
    expect(await openRegistrationsOf(maryam)).toEqual([open]);
  });

  test('adds what was chosen to the form of this kind that was set aside before', async () => {
    const maryam = await world.trainee();
    const before = await world.drafts.open('enrol', maryam, { courseCode: 'C1' });
    await world.drafts.setAside(before);
    const open = await world.drafts.open('enrol-trainee', maryam);
    const account = await world.account('bale');
    const here = await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C2' });
    const adopted = await world.drafts.adopt(here, maryam.person._id);
    expect(adopted).toMatchObject({
      _id: before._id,
      answers: { courseCode: 'C2' },
      setAsideAt: world.clock(),
    });
    expect(await openRegistrationsOf(maryam)).toEqual([open]);
  });

  test('is in the registration that is open, also when the process died before it adopted', async () => {
    const maryam = await world.trainee();
    const open = await world.drafts.open('enrol-trainee', maryam);
    world.advance(1_000);
    const account = await world.account('bale');
    await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C2' });
    expect((await anotherProcess().current({ account, person: maryam.person }))?._id).toEqual(open._id);
    expect((await draftsOf(maryam)).find(({ form }) => form === 'enrol')?.answers).toEqual({
      courseCode: 'C2',
    });
  });
});

/** What several chats and processes may do to the registrations of one person, all at once. */
const acts = {
  'open own': (drafts, who) => drafts.open('enrol', who),
  'open trainee': (drafts, who) => drafts.open('enrol-trainee', who),
  'set aside': async (drafts, who) => {
    const open = await drafts.openRegistration(who);
    return open && drafts.setAside(open);
  },
  'go on with one set aside': async (drafts, who) => {
    const aside = (await drafts.unfinished(who)).find(({ setAsideAt }) => setAsideAt);
    return aside && drafts.write(aside, { setAsideAt: null, heldBy: who.account._id });
  },
  'take over': async (drafts, who) => {
    const open = await drafts.openRegistration(who);
    return open && drafts.write(open, { heldBy: who.account._id, operationId: null });
  },
  end: async (drafts, who) => {
    const open = await drafts.openRegistration(who);
    return open && drafts.end(open, 'cancelled');
  },
} satisfies Record<string, (drafts: World['drafts'], who: Trainee) => Promise<unknown>>;
const ACTS = Object.keys(acts) as (keyof typeof acts)[];

test('whatever chats and processes do at once, a person never has two open registrations', async () => {
  const { phone, tablet } = await inTwoChats();
  const processes = Array.from({ length: 3 }, anotherProcess);
  const act = fc.record({ name: fc.constantFrom(...ACTS), process: fc.nat(2), onTablet: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 8 }), async (together) => {
      await Promise.all(
        together.map(({ name, process, onTablet }) =>
          acts[name](processes[process] ?? world.drafts, onTablet ? tablet : phone),
        ),
      );
      expect((await openRegistrationsOf(phone)).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});

describe('who else is registering a trainee', () => {
  const since = () => new Date(world.clock().getTime() - 60_000);

  test('are the portal users who have the trainee in an open form, and nobody else', async () => {
    const [sara, maryam, reza] = [await world.trainee(), await world.trainee(), await world.trainee()];
    const trainee = sara.person._id;
    const by = (who: Trainee) => world.drafts.othersRegistering(trainee, who.person._id, since());
    const first = await world.drafts.open('enrol-trainee', maryam, { trainee: trainee.toHexString() });
    expect(await by(reza)).toEqual([first]);
    expect(await by(maryam)).toEqual([]);
    await world.drafts.setAside(first);
    expect(await by(reza)).toEqual([]);
  });

  test('is the trainee too, once a course is chosen', async () => {
    const [sara, maryam] = [await world.trainee(), await world.trainee()];
    const others = () => world.drafts.othersRegistering(sara.person._id, maryam.person._id, since());
    const own = await world.drafts.open('enrol', sara);
    expect(await others()).toEqual([]);
    await world.drafts.write(own, { answers: { courseCode: 'C1' } });
    expect((await others()).map(({ _id }) => _id)).toEqual([own._id]);
    expect(await world.drafts.othersRegistering(sara.person._id, sara.person._id, since())).toEqual([]);
  });

  test('is nobody whose form was not touched since', async () => {
    const [sara, maryam] = [await world.trainee(), await world.trainee()];
    await world.drafts.open('enrol', sara, { courseCode: 'C1' });
    world.advance(61_000);
    expect(await world.drafts.othersRegistering(sara.person._id, maryam.person._id, since())).toEqual([]);
  });

  test('is found by an index', async () => {
    const plan = await world.models.Draft.collection
      .find({ 'answers.trainee': new Types.ObjectId().toHexString(), registering: true })
      .explain();
    expect(JSON.stringify(plan)).toContain('answers.trainee_1');
  });
});

test('drafts of versions without the lock get it, and their index goes', async () => {
  const maryam = await world.trainee();
  const draft = await world.drafts.open('enrol', maryam);
  const { collection } = world.models.Draft;
  await collection.updateOne({ _id: draft._id }, { $unset: { registering: true, openSince: true } });
  await collection.dropIndex('one_of_each_kind');
  await collection.deleteMany({ form: 'enrol-trainee' });
  await collection.createIndex({ owner: 1, form: 1 }, { unique: true });
  await prepareDatabase(world.connection, world.seal);
  expect(Object.keys(await collection.indexInformation())).not.toContain('owner_1_form_1');
  expect((await anotherProcess().open('enrol-trainee', maryam))._id).toEqual(draft._id);
});
