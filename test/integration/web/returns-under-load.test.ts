/** Many payers come back from two gateways at once, each in three tabs, while the reconciler looks at the same payments. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { TopUp } from '../../../models/top-up.ts';
import { createTopUps, type TopUps } from '../../../services/top-ups/service.ts';
import { personalWallet } from '../../../services/wallet/accounts.ts';
import { loadTexts } from '../../../texts/texts.ts';
import { createWeb } from '../../../web/create-web.ts';
import { findingsOf } from '../../support/findings.ts';
import { createZibalByHand } from '../../support/outside-by-hand.ts';
import { silentLog } from '../../support/silent-log.ts';
import { createWorld, type Trainee, type World } from '../../support/world.ts';

const PAYERS = 20;
const AMOUNT = 500_000;

const zibal = createZibalByHand();
let world: World;
let topUps: TopUps;
let web: FastifyInstance;
let address: string;
beforeAll(async () => {
  world = await createWorld();
  topUps = createTopUps({ ...world.topUpsDeps, gateways: [world.gateway, zibal] });
  web = createWeb({ ...world, topUps, texts: loadTexts(), log: silentLog, readiness: {} });
  address = await web.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await web.close();
  await world.close();
});

interface Paid {
  payer: Trainee;
  topUp: TopUp;
  /** Where the gateway sends the browser. */
  returnPath: string;
}

/** Every second one at the other gateway, since the first does not answer. */
async function paid(n: number): Promise<Paid> {
  const payer = await world.trainee();
  world.gateway.down = n % 2 === 1;
  const started = await topUps.start({ ...payer, amountRials: AMOUNT, description: 'شارژ' });
  world.gateway.down = false;
  if (started.type !== 'ready') throw new Error(`No gateway opened a payment: ${started.type}`);
  const { topUp } = started;
  const { gateway, sessionId = '' } = topUp;
  const [at, name] = gateway === 'zibal' ? [zibal, 'trackId'] : [world.gateway, 'Authority'];
  at.pay(sessionId);
  return { payer, topUp, returnPath: `/payments/return?${name}=${sessionId}` };
}

async function returns({ returnPath }: Paid): Promise<string> {
  const page = await fetch(`${address}${returnPath}`);
  return `${page.status} ${/پرداخت شما رسید/.exec(await page.text())?.[0]}`;
}

async function reconciles(payments: readonly Paid[]): Promise<void> {
  const ids = payments.map(({ topUp }) => topUp._id);
  await world.models.TopUp.updateMany({ _id: { $in: ids }, state: 'sent' }, { checkAt: world.clock() });
  await topUps.reconcile(PAYERS);
}

test('each is credited once, told once, and every page says the truth', async () => {
  const payments: Paid[] = [];
  for (let n = 0; n < PAYERS; n += 1) payments.push(await paid(n));
  expect(new Set(payments.map(({ topUp }) => topUp.gateway))).toEqual(new Set(['zarinpal', 'zibal']));

  const pages = await Promise.all([
    ...payments.flatMap((payment) => [returns(payment), returns(payment), returns(payment)]),
    reconciles(payments).then(() => ''),
  ]);
  expect(new Set(pages)).toEqual(new Set(['200 پرداخت شما رسید', '']));

  for (const { payer, topUp } of payments) {
    expect(await world.ledger.balanceOf(personalWallet(payer.person._id))).toBe(AMOUNT);
    const about = { dedupeKey: new RegExp(topUp._id.toHexString()), event: 'top-up-credited' } as const;
    expect(await world.models.Notification.countDocuments(about)).toBe(1);
  }
  expect(await findingsOf(world)).toEqual([]);
});
