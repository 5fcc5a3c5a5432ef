/**
 * Every order in which the browser's returns, the reconciler and what happens at the gateway can come: whatever it is,
 * the money is in the books at most once, the payment ends, and each outcome is told once.
 *
 * All orders of one story are played side by side, a step at a time, each with a payment of its own, and at each gateway
 * as that one speaks. Gateways here have no webhook; a return, a repeated return and "I have paid" in the chat are the
 * same question to us.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { TopUp, TopUpState } from '../../../../models/top-up.ts';
import { createTopUps, type TopUps } from '../../../../services/top-ups/service.ts';
import { findingsOf } from '../../../support/findings.ts';
import {
  createGatewayByHand,
  createZibalByHand,
  type GatewayByHand,
} from '../../../support/outside-by-hand.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const LEAST_RIALS = 500_000;

/** What happens at the gateway, or to it. */
type Happening =
  | 'pays'
  | 'pays-other-amount'
  | 'fails'
  | 'reversed'
  | 'a-day-passes'
  | 'answers-get-lost'
  | 'answers';
/** Who asks about it: one return, the reconciler, or three returns and the reconciler in the same instant. */
const ASKING = ['returns', 'reconciler', 'all-at-once'] as const;
type Step = Happening | (typeof ASKING)[number];

interface Payment {
  id: Types.ObjectId;
  sessionId: string;
  amountRials: number;
  steps: Step[];
}

let world: World;
let gateway: GatewayByHand;
let topUps: TopUps;
let payer: Trainee;
let opened = 0;
/** Sessions about which the gateway's answers get lost. */
const silent = new Set<string>();

/** Compares the amount itself, and makes nothing ours that differs. */
const zarinpal = createGatewayByHand('zarinpal');
const zibal = createZibalByHand();

function loseAnswers(of: GatewayByHand): void {
  const { verify, inquire } = of;
  of.verify = async (payment) => {
    const answer = await verify(payment);
    return silent.has(payment.sessionId) ? { type: 'unknown', reason: 'timeout' } : answer;
  };
  of.inquire = async (sessionId) =>
    silent.has(sessionId) ? { type: 'unknown', reason: 'timeout' } : inquire(sessionId);
}

function payAt(chosen: GatewayByHand): void {
  gateway = chosen;
  topUps = createTopUps({ ...world.topUpsDeps, gateways: [chosen] });
  silent.clear();
}

beforeAll(async () => {
  world = await createWorld();
  for (const each of [zarinpal, zibal]) loseAnswers(each);
});
afterEach(async () => expect(await findingsOf(world)).toEqual([]));
afterAll(() => world.close());

/** All ways to put `more` between the steps of `story`, both in their own order. */
function merged(story: readonly Step[], more: readonly Step[]): Step[][] {
  const [first, ...rest] = story;
  const [asked, ...others] = more;
  if (first === undefined || asked === undefined) return [[...story, ...more]];
  return [
    ...merged(rest, more).map((steps) => [first, ...steps]),
    ...merged(story, others).map((steps) => [asked, ...steps]),
  ];
}

const PAIRS: readonly Step[][] = ASKING.flatMap((first) => ASKING.map((second) => [first, second]));

/** A link in somebody's hands, with an amount of its own so that it is a payment of its own. */
async function paymentWith(steps: Step[]): Promise<Payment> {
  opened += 1;
  const amountRials = LEAST_RIALS + opened;
  const started = await topUps.start({ ...payer, amountRials, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error(`The gateway opened no payment: ${started.type}`);
  const { _id: id, sessionId = '' } = started.topUp;
  return { id, sessionId, amountRials, steps };
}

async function happens(step: Happening, { id, sessionId, amountRials }: Payment): Promise<void> {
  switch (step) {
    case 'pays':
      return gateway.pay(sessionId);
    case 'pays-other-amount':
      return gateway.pay(sessionId, amountRials / 10);
    case 'fails':
      return gateway.end(sessionId, 'failed');
    case 'reversed':
      return gateway.end(sessionId, 'reversed');
    case 'answers-get-lost':
      return void silent.add(sessionId);
    case 'answers':
      return void silent.delete(sessionId);
    case 'a-day-passes': {
      const createdAt = new Date(world.clock().getTime() - 25 * HOUR_MS);
      await world.models.TopUp.updateOne({ _id: id }, { createdAt });
    }
  }
}

const returns = ({ sessionId }: Payment) => topUps.returned(gateway.name, sessionId);

/** The reconciler, to which only this payment is due. */
async function reconciler({ id }: Payment): Promise<void> {
  await world.models.TopUp.updateOne({ _id: id }, { checkAt: world.clock() });
  await topUps.reconcile(1);
}

async function take(step: Step, payment: Payment): Promise<void> {
  if (step === 'returns') await returns(payment);
  else if (step === 'reconciler') await reconciler(payment);
  else if (step === 'all-at-once')
    await Promise.all([returns(payment), reconciler(payment), returns(payment), returns(payment)]);
  else await happens(step, payment);
}

/** Two days later, with the last look of the reconciler and one browser more. */
async function toTheEnd(payments: readonly Payment[]): Promise<void> {
  world.advance(49 * HOUR_MS);
  for (let pass = 0; pass < 2; pass += 1) {
    await world.models.TopUp.updateMany({ checkAt: { $exists: true } }, { checkAt: world.clock() });
    await topUps.reconcile(10_000);
  }
  for (const payment of payments) await returns(payment);
}

/** What was told of a payment, without repetitions left out. */
async function toldOf({ id }: Payment): Promise<string[]> {
  const about = new RegExp(id.toHexString());
  const notices = await world.models.Notification.find({ dedupeKey: about }).sort({ _id: 1 });
  return notices.map(({ event }) => event.replace('top-up-', ''));
}

interface Story {
  name: string;
  happens: Happening[];
  /** What may be told on the way, each once at most, before `end`. */
  onTheWay: string[];
  end: TopUpState;
  /** Every gateway answers the same in it, so one is enough. */
  isSame?: true;
}

const STORIES: readonly Story[] = [
  { name: 'paid', happens: ['pays'], onTheWay: [], end: 'credited' },
  { name: 'failed', happens: ['fails'], onTheWay: [], end: 'failed', isSame: true },
  { name: 'another amount', happens: ['pays-other-amount'], onTheWay: ['differs'], end: 'refund-due' },
  {
    ...{ name: 'paid a day later', happens: ['a-day-passes', 'pays'], isSame: true },
    ...{ onTheWay: ['expired'], end: 'credited' },
  },
  {
    ...{ name: 'paid at the second try', happens: ['fails', 'pays'], isSame: true },
    ...{ onTheWay: ['failed'], end: 'credited' },
  },
  {
    name: 'taken by the bank, and our question times out',
    happens: ['answers-get-lost', 'pays', 'answers'],
    onTheWay: [],
    end: 'credited',
  },
  {
    name: 'another amount, and given back',
    happens: ['pays-other-amount', 'reversed'],
    onTheWay: ['differs'],
    end: 'failed',
  },
];

describe.each([zarinpal, zibal])('at $name', (chosen) => {
  beforeAll(() => payAt(chosen));

  const stories = STORIES.filter(({ isSame }) => chosen === zarinpal || !isSame);
  test.each(stories)('$name: in whatever order it is told', async ({ happens: story, onTheWay, end }) => {
    payer = await world.trainee();
    const payments: Payment[] = [];
    for (const asked of PAIRS)
      for (const steps of merged(story, asked)) payments.push(await paymentWith(steps));
    expect(payments.length).toBeGreaterThanOrEqual(27);

    for (let at = 0; at < story.length + 2; at += 1)
      for (const payment of payments) await take(payment.steps[at] ?? 'returns', payment);
    await toTheEnd(payments);

    const wrong: object[] = [];
    for (const payment of payments) {
      const { state } = await world.models.TopUp.findById(payment.id).orFail().lean<TopUp>();
      const told = await toldOf(payment);
      const fits = told.at(-1) === end && told.slice(0, -1).every((event) => onTheWay.includes(event));
      const isOnce = new Set(told).size === told.length;
      if (state !== end || !fits || !isOnce) wrong.push({ steps: payment.steps, state, told });
    }
    expect(wrong).toEqual([]);
    const wallet = { person: payer.person._id, kind: 'trainee' } as const;
    const sum = payments.reduce((total, { amountRials }) => total + amountRials, 0);
    expect(await world.ledger.balanceOf(wallet)).toBe(end === 'credited' ? sum : 0);
    const cases = await world.models.StaffCase.countDocuments({ person: payer.person._id, state: 'open' });
    expect(cases).toBe(end === 'refund-due' ? payments.length : 0);
  });

  test('failed, then another amount, then given back: each is told, also the second failure', async () => {
    payer = await world.trainee();
    const payment = await paymentWith([]);
    for (const step of ['fails', 'returns', 'pays-other-amount', 'returns', 'reversed', 'returns'] as const)
      await take(step, payment);
    expect(await toldOf(payment)).toEqual(['failed', 'differs', 'failed']);
    const open = await world.models.StaffCase.countDocuments({ person: payer.person._id, state: 'open' });
    expect(open).toBe(0);
  });

  test('the same other amount once more is being checked again, and staff hear of it again', async () => {
    payer = await world.trainee();
    const payment = await paymentWith([]);
    const round = ['pays-other-amount', 'returns', 'reversed', 'returns'] as const;
    for (const step of [...round, 'pays-other-amount', 'all-at-once'] as const) await take(step, payment);
    expect(await toldOf(payment)).toEqual(['differs', 'failed', 'differs']);
    const cases = await world.models.StaffCase.find({ person: payer.person._id }).sort({
      openedAt: 1,
      _id: 1,
    });
    expect(cases.map(({ state }) => state)).toEqual(['closed', 'open']);
  });

  test('what staff were to look into is closed by itself when the money comes after all', async () => {
    payer = await world.trainee();
    const payment = await paymentWith([]);
    await take('answers-get-lost', payment);
    await toTheEnd([payment]);
    expect(await world.models.StaffCase.find({ person: payer.person._id }).lean()).toMatchObject([
      { kind: 'payment-unresolved', state: 'open' },
    ]);
    for (const step of ['answers', 'pays', 'returns'] as const) await take(step, payment);
    expect(await toldOf(payment)).toEqual(['unresolved', 'credited']);
    expect(await world.models.StaffCase.find({ person: payer.person._id }).lean()).toMatchObject([
      {
        kind: 'payment-unresolved',
        state: 'closed',
        closed: { reason: expect.stringContaining('credited') },
      },
    ]);
  });
});
