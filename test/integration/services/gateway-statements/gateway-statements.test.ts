/** What comes of a gateway's file: money by the gateway's own word alone, cases once, and nothing for who is not staff. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TopUp } from '../../../../models/top-up.ts';
import { CASES_A_FILE } from '../../../../services/gateway-statements/service.ts';
import { dayInTehran } from '../../../../services/tehran.ts';
import { personalWallet } from '../../../../services/wallet/accounts.ts';
import { findingsOf } from '../../../support/findings.ts';
import { createWorld, type Trainee, type World } from '../../../support/world.ts';

let world: World;
let staff: Trainee;
beforeAll(async () => {
  world = await createWorld();
  staff = await world.staffPerson();
});
beforeEach(async () => {
  await world.models.StaffCase.deleteMany({});
  world.advance(48 * 60 * 60_000);
});
afterAll(() => world.close());

async function opened(amountRials = 500_000): Promise<{ sara: Trainee; topUp: TopUp }> {
  const sara = await world.trainee();
  const started = await world.topUps.start({ ...sara, amountRials, description: 'شارژ' });
  if (started.type !== 'ready') throw new Error('No payment was opened');
  return { sara, topUp: started.topUp };
}

async function credited(amountRials?: number) {
  const { sara, topUp } = await opened(amountRials);
  world.gateway.pay(topUp.sessionId ?? '');
  await world.topUps.returned('zarinpal', topUp.sessionId ?? '');
  return { sara, topUp };
}

const compare = (lines: readonly string[], by = staff.person._id) =>
  world.gatewayStatements.compare({
    ...{ by, gateway: 'zarinpal', day: dayInTehran(world.clock()) },
    content: Buffer.from(['authority,rials', ...lines].join('\n')),
  });
const lineOf = ({ sessionId, amountRials }: TopUp) => `${sessionId},${amountRials}`;
const cases = () => world.models.StaffCase.find({ kind: 'unmatched-money' }).lean();
const balance = ({ person }: Trainee) => world.ledger.balanceOf(personalWallet(person._id));

test('a day on which both agree is told so, and it is on record who looked', async () => {
  const { topUp } = await credited();
  expect(await compare([lineOf(topUp)])).toMatchObject({
    ...{ type: 'compared', credited: 0, cases: 0 },
    comparison: { matched: 1, differences: [] },
  });
  const [entry] = await world.auditTrail.of({ kind: 'system', id: 'payment-zarinpal' }, 1);
  expect(entry).toMatchObject({ act: 'statement-compared', by: staff.person._id, details: { matched: 1 } });
});

test('a payment of ours that was paid and not credited is asked for, and credited by the gateway’s word', async () => {
  const { sara, topUp } = await opened();
  world.gateway.pay(topUp.sessionId ?? '');
  expect(await compare([lineOf(topUp)])).toMatchObject({ credited: 1, cases: 0, comparison: { matched: 1 } });
  expect(await balance(sara)).toBe(500_000);
  expect(await findingsOf(world)).toEqual([]);
});

test('what only the file calls paid is credited to nobody, and is a case of its payer, once', async () => {
  const { sara, topUp } = await opened();
  const first = await compare([lineOf(topUp)]);
  expect(first).toMatchObject({ credited: 0, cases: 1, comparison: { matched: 0 } });
  await compare([lineOf(topUp)]);
  expect(await balance(sara)).toBe(0);
  const [one, ...others] = await cases();
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    person: sara.person._id,
    facts: { found: 'not-credited', gateway: 'zarinpal' },
  });
});

test('a payment that another file names otherwise is still one case', async () => {
  const { topUp } = await credited();
  const { reference } = await world.models.TopUp.findById(topUp._id).orFail().lean<TopUp>();
  await compare([`${topUp.sessionId},5000000`]);
  const outcome = await world.gatewayStatements.compare({
    ...{ by: staff.person._id, gateway: 'zarinpal', day: dayInTehran(world.clock()) },
    content: Buffer.from(`refid,rials\n${reference},5000000`),
  });
  expect(outcome).toMatchObject({ comparison: { differences: [{ type: 'amounts-differ' }] } });
  expect(await cases()).toHaveLength(1);
});

test('money of nobody is a case, and another amount is one too', async () => {
  const { topUp } = await credited();
  expect(await compare([`${topUp.sessionId},5000000`, 'UNKNOWN-1,70000'])).toMatchObject({ cases: 2 });
  expect((await cases()).map(({ facts }) => facts.found).sort()).toEqual(['amounts-differ', 'only-theirs']);
});

test('a payment of ours that the file has not is told, and is no case: nothing is missing in a wallet', async () => {
  const { topUp } = await credited();
  const outcome = await compare(['']);
  expect(outcome).toMatchObject({
    cases: 0,
    comparison: { differences: [{ type: 'only-ours', ours: { trackingCode: topUp.trackingCode } }] },
  });
});

test('a file of another shop opens no cases', async () => {
  const lines = Array.from({ length: CASES_A_FILE + 1 }, (_, n) => `OTHER-${n},1000`);
  expect(await compare(lines)).toMatchObject({ type: 'compared', cases: null });
  expect(await cases()).toEqual([]);
});

test('nobody but staff may compare', async () => {
  const { sara, topUp } = await opened();
  world.gateway.pay(topUp.sessionId ?? '');
  expect(await compare([lineOf(topUp)], sara.person._id)).toEqual({ type: 'not-staff' });
  expect(await balance(sara)).toBe(0);
});
