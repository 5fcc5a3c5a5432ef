import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Centre } from '../../../../models/centre.ts';
import type { Course } from '../../../../models/course.ts';
import { personalWallet, portalWallet } from '../../../../services/wallet/accounts.ts';
import { COURSE, createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  course = await world.course();
});
afterAll(() => world.close());

const FEE = COURSE.feeRials;
const portalBalance = ({ person }: Trainee) => world.ledger.balanceOf(portalWallet(person._id));

test('actor, beneficiary, payer and consent are four facts of an enrolment', async () => {
  const operator = await world.portalUser(course.centre, { balanceRials: FEE });
  const trainee = await world.trainee({ balanceRials: FEE });
  const card = await world.portalCard(operator, trainee, course);
  expect(await world.enrolments.enrol(card)).toMatchObject({
    type: 'enrolled',
    enrolment: {
      registeredBy: operator.person._id,
      person: trainee.person._id,
      payer: 'portal-user',
      consent: { state: 'asked' },
      centre: course.centre,
    },
  });
  expect(await portalBalance(operator)).toBe(0);
  expect(await world.ledger.balanceOf(personalWallet(trainee.person._id))).toBe(FEE);
  const notices = await world.models.Notification.find({ person: trainee.person._id });
  expect(notices.map(({ event, shownIn }) => [event, shownIn])).toContainEqual([
    'enrolled-by-centre',
    undefined,
  ]);
});

test('the trainee’s wallet pays when it was chosen', async () => {
  const operator = await world.portalUser(course.centre, { balanceRials: FEE });
  const trainee = await world.trainee({ balanceRials: FEE });
  await world.enrolments.enrol(await world.portalCard(operator, trainee, course, 'trainee'));
  expect(await portalBalance(operator)).toBe(FEE);
  expect(await world.ledger.balanceOf(personalWallet(trainee.person._id))).toBe(0);
});

test('a wallet that is short debits nothing, and says which one it is', async () => {
  const operator = await world.portalUser(course.centre, { balanceRials: FEE - 1 });
  const trainee = await world.trainee({ balanceRials: FEE });
  expect(await world.enrolments.enrol(await world.portalCard(operator, trainee, course))).toEqual({
    type: 'wallet-short',
    payer: 'portal-user',
    feeRials: FEE,
    balanceRials: FEE - 1,
  });
  expect(await portalBalance(operator)).toBe(FEE - 1);
});

test('a grant revoked after the card was drawn no longer counts', async () => {
  const operator = await world.portalUser(course.centre, { balanceRials: FEE });
  const card = await world.portalCard(operator, await world.trainee(), course);
  await world.models.Grant.updateOne({ person: operator.person._id }, { revokedAt: world.clock() });
  expect(await world.enrolments.enrol(card)).toEqual({ type: 'no-grant' });
  expect(await portalBalance(operator)).toBe(FEE);
});

test('a grant for one centre opens no course of another', async () => {
  const { _id, ...centre } = await world.models.Centre.findById(course.centre).orFail().lean<Centre>();
  const elsewhere = await world.models.Centre.create({ ...centre, code: 'T02' });
  const operator = await world.portalUser(elsewhere._id, { balanceRials: FEE });
  const card = await world.portalCard(operator, await world.trainee(), course);
  expect(await world.enrolments.enrol(card)).toEqual({ type: 'no-grant' });
});

test('two portal users who register one trainee at once enrol and charge once', async () => {
  const trainee = await world.trainee();
  const operators = await Promise.all(
    [1, 2].map(() => world.portalUser(course.centre, { balanceRials: FEE })),
  );
  const cards = await Promise.all(operators.map((operator) => world.portalCard(operator, trainee, course)));
  const outcomes = await Promise.all(cards.map((card) => world.enrolments.enrol(card)));
  expect(outcomes.map(({ type }) => type).sort()).toEqual(['already-enrolled', 'enrolled']);
  const balances = await Promise.all(operators.map(portalBalance));
  expect(balances.sort()).toEqual([0, FEE]);
});

describe('consent', () => {
  async function registered() {
    const operator = await world.portalUser(course.centre, { balanceRials: FEE });
    const trainee = await world.trainee();
    const outcome = await world.enrolments.enrol(await world.portalCard(operator, trainee, course));
    if (outcome.type !== 'enrolled') throw new Error(outcome.type);
    return { operator, trainee, enrolment: outcome.enrolment };
  }
  const alarms = ({ person }: Trainee) =>
    world.models.Notification.countDocuments({ person: person._id, event: 'consent-refused' });

  test('"not me" freezes the enrolment and tells the centre, once however often it is tapped', async () => {
    const { operator, trainee, enrolment } = await registered();
    const colleague = await world.portalUser(course.centre);
    const answer = { enrolment: enrolment._id, person: trainee.person, isMe: false };
    const outcomes = await Promise.all([1, 2, 3].map(() => world.enrolments.answerConsent(answer)));
    expect(outcomes.map(({ type }) => type)).toEqual(['refused', 'refused', 'refused']);
    expect(await world.enrolments.byId(enrolment._id)).toMatchObject({
      status: 'active',
      consent: { state: 'refused' },
      frozen: { because: 'not-me' },
    });
    expect(await alarms(operator)).toBe(1);
    expect(await alarms(colleague)).toBe(1);
  });

  test('a change of mind thaws it', async () => {
    const { trainee, enrolment } = await registered();
    const answer = { enrolment: enrolment._id, person: trainee.person };
    await world.enrolments.answerConsent({ ...answer, isMe: false });
    expect(await world.enrolments.answerConsent({ ...answer, isMe: true })).toMatchObject({ type: 'given' });
    expect(await world.enrolments.byId(enrolment._id)).not.toHaveProperty('frozen');
  });

  test('nobody answers for another', async () => {
    const { operator, enrolment } = await registered();
    const answer = { enrolment: enrolment._id, person: operator.person, isMe: true };
    expect(await world.enrolments.answerConsent(answer)).toEqual({ type: 'nothing-to-answer' });
  });
});
