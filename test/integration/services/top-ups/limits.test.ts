/** How much may be charged, at once and in a day; whose wallets a portal user may charge; and what is seen of others’. */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Course } from '../../../../models/course.ts';
import type { StartOutcome } from '../../../../services/top-ups/service.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { createWorld, TOP_UP_LIMITS, type Trainee, type World } from '../../../support/world.ts';

const { leastRials, mostRials, dailyRials } = TOP_UP_LIMITS;

let world: World;
let course: Course;
beforeAll(async () => {
  world = await createWorld();
  course = await world.course({ feeRials: 500_000 });
});
afterAll(() => world.close());

const start = (who: Trainee, amountRials: number): Promise<StartOutcome> =>
  world.topUps.start({ ...who, amountRials, description: 'شارژ' });
const openOf = ({ person }: Trainee) => world.models.TopUp.find({ person: person._id, state: 'sent' }).lean();

test('the least and the most are open, one rial beyond them is refused with what would be possible', async () => {
  const who = await world.trainee();
  expect(await start(who, leastRials)).toMatchObject({ type: 'ready' });
  expect(await start(who, mostRials)).toMatchObject({ type: 'ready' });
  expect(await start(who, leastRials - 1)).toEqual({
    type: 'refused',
    refusal: { type: 'too-small', leastRials },
  });
  expect(await start(who, mostRials + 1)).toEqual({
    type: 'refused',
    refusal: { type: 'too-large', mostRials },
  });
});

describe('the limit of a day', () => {
  const HALF = dailyRials / 2;

  test('is reached to the rial, says what is left, and begins anew at midnight in Tehran', async () => {
    const who = await world.trainee();
    expect(await start(who, HALF)).toMatchObject({ type: 'ready' });
    expect(await start(who, HALF - 2 * leastRials)).toMatchObject({ type: 'ready' });
    const refused = await start(who, 2 * leastRials + 1);
    expect(refused).toMatchObject({ refusal: { type: 'over-today', leftRials: 2 * leastRials } });
    expect(await start(who, 2 * leastRials)).toMatchObject({ type: 'ready' });
    const full = await start(who, leastRials);
    if (full.type !== 'refused' || full.refusal.type !== 'over-today') throw new Error('Something is left');
    expect(full.refusal.leftRials).toBe(0);
    const { resetsAt } = full.refusal;
    // 00:00 in Tehran.
    expect(resetsAt.toISOString()).toMatch(/T20:30:00.000Z$/);
    world.advance(resetsAt.getTime() - world.clock().getTime() - 1);
    expect(await start(who, leastRials)).toMatchObject({ type: 'refused' });
    world.advance(1);
    expect(await start(who, leastRials)).toMatchObject({ type: 'ready' });
  });

  test('is given back by a payment that failed', async () => {
    const who = await world.trainee();
    const first = await start(who, HALF);
    await start(who, HALF - leastRials);
    expect(await start(who, 2 * leastRials)).toMatchObject({ type: 'refused' });
    if (first.type !== 'ready') throw new Error('The gateway opened no payment');
    const sessionId = first.topUp.sessionId ?? '';
    world.gateway.end(sessionId, 'failed');
    await world.topUps.returned('zarinpal', sessionId);
    expect(await start(who, 2 * leastRials)).toMatchObject({ type: 'ready' });
  });

  test('is kept by payments that are opened at once, from whichever devices', async () => {
    const who = await world.trainee();
    // Different amounts, so that none is the same request as another.
    const amounts = Array.from({ length: 8 }, (_, index) => dailyRials / 4 + index);
    const outcomes = await Promise.all(amounts.map((amount) => start(who, amount)));
    expect(outcomes.filter(({ type }) => type === 'ready')).toHaveLength(3);
    expect(outcomes.filter(({ type }) => type === 'refused')).toHaveLength(5);
    const open = await openOf(who);
    expect(open.reduce((sum, { amountRials }) => sum + amountRials, 0)).toBeLessThanOrEqual(dailyRials);
    expect(open).toHaveLength(3);
  });

  test('is of one wallet: that of somebody else is not touched by it', async () => {
    const [one, other] = [await world.trainee(), await world.trainee()];
    await start(one, HALF);
    await start(one, HALF - 1);
    expect(await start(one, leastRials)).toMatchObject({ type: 'refused' });
    expect(await start(other, HALF)).toMatchObject({ type: 'ready' });
  });
});

describe('the wallet of somebody else', () => {
  const startFor = (by: Trainee, trainee: Trainee, centre = course.centre) =>
    world.topUps.start({
      ...{ person: trainee.person, behalf: { by: by.person, centre }, account: by.account },
      ...{ amountRials: 500_000, description: 'شارژ' },
    });

  async function enrolled(): Promise<Trainee> {
    const trainee = await world.trainee({ balanceRials: 500_000 });
    await world.enrolments.enrol(await world.card(trainee, course));
    return trainee;
  }

  test('is charged by a portal user of the centre; the payer stays who paid, and the trainee is told', async () => {
    const [by, trainee] = [await world.portalUser(course.centre), await enrolled()];
    const { nationalCode } = trainee.person;
    expect(await world.topUps.chargeable(by.person._id, { nationalCode })).toMatchObject({
      trainee: { _id: trainee.person._id },
      centre: { _id: course.centre },
    });
    const started = await startFor(by, trainee);
    if (started.type !== 'ready') throw new Error(`The payment was not opened: ${started.type}`);
    expect(started.topUp).toMatchObject({ person: trainee.person._id, startedBy: by.person._id });
    const sessionId = started.topUp.sessionId ?? '';
    world.gateway.pay(sessionId);
    await world.topUps.returned('zarinpal', sessionId);
    expect(await world.ledger.balanceOf(personalWallet(trainee.person._id))).toBe(500_000);
    const told = await world.models.Notification.find({ 'params.amountRials': 500_000 }).sort({ event: 1 });
    const events = told
      .filter(({ dedupeKey }) => dedupeKey.includes(started.topUp._id.toHexString()))
      .map(({ event, person }) => [event, person]);
    expect(events).toEqual([
      ['top-up-credited', by.person._id],
      ['wallet-charged', trainee.person._id],
    ]);
  });

  test('of nobody’s centre is nobody’s to charge', async () => {
    const by = await world.portalUser(course.centre);
    const stranger = await world.trainee();
    const { nationalCode } = stranger.person;
    expect(await world.topUps.chargeable(by.person._id, { nationalCode })).toBeNull();
    expect(await world.topUps.chargeable(by.person._id, { id: stranger.person._id })).toBeNull();
    const unknown = world.stranger().nationalCode;
    expect(await world.topUps.chargeable(by.person._id, { nationalCode: unknown })).toBeNull();
    expect(await startFor(by, stranger)).toEqual({ type: 'no-grant' });
  });

  test('is not charged by who is no portal user, nor by one whose grant has ended', async () => {
    const trainee = await enrolled();
    const nobody = await world.trainee();
    expect(await startFor(nobody, trainee)).toEqual({ type: 'no-grant' });
    const by = await world.portalUser(course.centre);
    await world.models.Grant.updateMany({ person: by.person._id }, { revokedAt: new Date() });
    expect(await startFor(by, trainee)).toEqual({ type: 'no-grant' });
  });

  test('never the portal wallet', async () => {
    const [by, other] = [await world.portalUser(course.centre), await world.portalUser(course.centre)];
    const started = await world.topUps.start({
      ...{ person: other.person, wallet: 'portal-user', account: by.account, description: 'شارژ' },
      ...{ behalf: { by: by.person, centre: course.centre }, amountRials: 500_000 },
    });
    expect(started).toEqual({ type: 'no-grant' });
  });

  test('may be charged while they are being registered', async () => {
    const [by, trainee] = [await world.portalUser(course.centre), await world.trainee()];
    await world.portalCard(by, trainee, course, 'trainee');
    expect(await startFor(by, trainee)).toMatchObject({ type: 'ready' });
  });
});
