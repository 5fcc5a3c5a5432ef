import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDrafts } from '../../../../services/drafts/service.ts';
import { COURSE, createWorld, type World } from '../../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** The same forms as another process has them. */
const anotherProcess = () => createDrafts(world);

/** A person with a second chat. */
async function inTwoChats() {
  const phone = await world.trainee();
  return { phone, tablet: { person: phone.person, account: await world.account('bale') } };
}

const formsOf = (owner: string) => world.models.Draft.countDocuments({ owner });

describe('opening a form', () => {
  test('from two chats and two processes at once gives one', async () => {
    const { phone, tablet } = await inTwoChats();
    const processes = [world.drafts, anotherProcess(), anotherProcess(), anotherProcess()];
    const opened = await Promise.all(
      processes.map((drafts, index) => drafts.open('enrol', index % 2 ? phone : tablet, {})),
    );
    expect(new Set(opened.map((draft) => draft._id.toHexString())).size).toBe(1);
    expect(await formsOf(opened[0]?.owner ?? '')).toBe(1);
  });

  test('again finds it with what was answered, whatever is brought this time', async () => {
    const maryam = await world.trainee();
    const draft = await world.drafts.open('enrol', maryam, { courseCode: 'C1' });
    expect(await world.drafts.open('enrol', maryam, { courseCode: 'C2' })).toEqual(draft);
    expect(draft).toMatchObject({ answers: { courseCode: 'C1' }, version: 1, heldBy: maryam.account._id });
  });

  test('of one kind leaves the other kind alone; the one touched last is current', async () => {
    const maryam = await world.trainee();
    const enrol = await world.drafts.open('enrol', maryam);
    world.advance(1_000);
    const topUp = await world.drafts.open('top-up', maryam);
    expect(topUp._id).not.toEqual(enrol._id);
    expect((await anotherProcess().current(maryam))?._id).toEqual(topUp._id);
    world.advance(1_000);
    await world.drafts.write(enrol, { asked: 'course' });
    expect((await anotherProcess().current(maryam))?._id).toEqual(enrol._id);
    expect((await world.drafts.current(maryam))?._id).toEqual(enrol._id);
  });
});

describe('writing', () => {
  test('of ten at once from the same reading, one is taken and nine hear so', async () => {
    const maryam = await world.trainee();
    const draft = await world.drafts.open('enrol', maryam);
    const written = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        anotherProcess().write(draft, { answers: { courseCode: `C${index}` } }),
      ),
    );
    const [taken, ...others] = written.filter((result) => result !== null);
    expect(others).toEqual([]);
    expect(await world.drafts.byId(draft._id)).toEqual(taken);
    expect(taken?.version).toBe(draft.version + 1);
  });

  test('merges answers, and null takes a value away', async () => {
    const maryam = await world.trainee();
    const draft = await world.drafts.open('top-up', maryam, { courseCode: 'C1' });
    const first = await world.drafts.write(draft, { answers: { amountRials: 10_000 }, operationId: 'x' });
    expect(first?.answers).toEqual({ courseCode: 'C1', amountRials: 10_000 });
    const second =
      first && (await world.drafts.write(first, { answers: { courseCode: null }, operationId: null }));
    expect(second?.answers).toEqual({ amountRials: 10_000 });
    expect(second).not.toHaveProperty('operationId');
  });

  test('on a form that another process has moved on is refused, and the next look finds what is there', async () => {
    const maryam = await world.trainee();
    const draft = await world.drafts.open('enrol', maryam);
    const moved = await anotherProcess().write(draft, { asked: 'course' });
    expect(await world.drafts.write(draft, { asked: 'mobile' })).toBeNull();
    expect(await world.drafts.current(maryam)).toEqual(moved);
  });

  test('on a form that was given up is refused', async () => {
    const maryam = await world.trainee();
    const draft = await world.drafts.open('enrol', maryam);
    await anotherProcess().end(draft, 'cancelled');
    expect(await world.drafts.write(draft, { asked: 'course' })).toBeNull();
    expect(await world.drafts.current(maryam)).toBeNull();
  });
});

test('giving a form up says whether there was still something to give up', async () => {
  const maryam = await world.trainee({ balanceRials: COURSE.feeRials });
  const card = await world.card(maryam, await world.course());
  const draft = await world.drafts.open('enrol', maryam);
  const [givenUp, outcome] = await Promise.all([
    anotherProcess().end(draft, 'cancelled'),
    world.enrolments.enrol(card),
  ]);
  expect(outcome.type).toBe(givenUp ? 'card-outdated' : 'enrolled');
  expect(await world.drafts.end(draft, 'cancelled')).toBe(false);
});

describe('a form begun before the person was known', () => {
  test('becomes theirs once they are proven, without the code and mobile that proved them', async () => {
    const account = await world.account();
    const who = world.stranger();
    const draft = await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C1', ...who });
    const maryam = await world.proven(account, who);
    const adopted = await world.drafts.adopt(draft, maryam.person._id);
    expect(adopted).toMatchObject({ _id: draft._id, answers: { courseCode: 'C1' } });
    expect(adopted.answers).toEqual({ courseCode: 'C1' });
    expect(await world.drafts.adopt(adopted, maryam.person._id)).toEqual(adopted);
    expect(await world.drafts.current(maryam)).toEqual(adopted);
  });

  test('is found and adopted when the process died in between', async () => {
    const account = await world.account();
    const who = world.stranger();
    const draft = await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C1', ...who });
    const maryam = await world.proven(account, who);
    expect(await anotherProcess().current(maryam)).toMatchObject({
      _id: draft._id,
      answers: { courseCode: 'C1' },
    });
  });

  test('joins the one that the person has open elsewhere: that goes on here, with the course chosen here', async () => {
    const maryam = await world.trainee();
    const elsewhere = await world.drafts.open('enrol', maryam, { courseCode: 'C1' });
    await world.drafts.write(elsewhere, { operationId: 'a-card-in-the-other-chat' });
    const account = await world.account('bale');
    const here = await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C2' });
    const joined = await world.drafts.adopt(here, maryam.person._id);
    expect(joined).toMatchObject({ _id: elsewhere._id, answers: { courseCode: 'C2' }, heldBy: account._id });
    expect(joined).not.toHaveProperty('operationId');
    expect(await formsOf(joined.owner)).toBe(1);
    expect(await formsOf(here.owner)).toBe(0);
  });

  test('goes on also when the one that it would join ends in that instant', async () => {
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const maryam = await world.trainee();
        const elsewhere = await world.drafts.open('enrol', maryam);
        const account = await world.account('bale');
        const here = await world.drafts.open('enrol', { account, person: null }, { courseCode: 'C2' });
        const [adopted] = await Promise.all([
          anotherProcess().adopt(here, maryam.person._id),
          anotherProcess().end(elsewhere, 'cancelled'),
        ]);
        expect(adopted).toMatchObject({ owner: elsewhere.owner, answers: { courseCode: 'C2' } });
        expect(await world.drafts.byId(adopted._id)).not.toBeNull();
        expect(await formsOf(elsewhere.owner)).toBe(1);
      }),
    );
  });

  test('of two chats proven at once ends as one form', async () => {
    const who = world.stranger();
    const accounts = [await world.account(), await world.account('bale')];
    const drafts = await Promise.all(
      accounts.map((account) => world.drafts.open('enrol', { account, person: null }, {})),
    );
    const { person } = await world.proven(await world.account(), who);
    const adopted = await Promise.all(drafts.map((draft) => anotherProcess().adopt(draft, person._id)));
    expect(new Set(adopted.map((draft) => draft._id.toHexString())).size).toBe(1);
    expect(await formsOf(adopted[0]?.owner ?? '')).toBe(1);
  });
});

test('a form of one person is not another’s', async () => {
  const [maryam, reza] = [await world.trainee(), await world.trainee()];
  const draft = await world.drafts.open('enrol', maryam);
  await world.drafts.write(draft, { operationId: 'card', answers: { courseCode: 'C1' } });
  expect(await world.drafts.current(reza)).toBeNull();
  expect(await world.drafts.ofCard(reza.person._id, 'card')).toBeNull();
  expect(await world.drafts.ofCard(maryam.person._id, 'card')).toMatchObject({
    answers: { courseCode: 'C1' },
  });
});
