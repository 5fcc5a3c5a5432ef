/** What a browser that comes back is told, and how often it makes us ask the gateway. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { TOP_UP_CHECKED_MS } from '../../../../services/top-ups/rules.ts';
import { createWorld, type World } from '../../../support/world.ts';

const MINUTE_MS = 60_000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.gateway.verifications.length = 0;
});
afterAll(() => world.close());

async function session(): Promise<string> {
  const started = await world.topUps.start({
    ...(await world.trainee()),
    amountRials: 500_000,
    description: 'شارژ',
  });
  return started.type === 'ready' ? (started.topUp.sessionId ?? '') : '';
}

const loads = async (sessionId: string, times: number) => {
  const outcomes = [];
  for (let load = 0; load < times; load += 1)
    outcomes.push((await world.topUps.returned('zarinpal', sessionId))?.type);
  return [...new Set(outcomes)];
};

test('a session that nobody knows is not asked for at the gateway', async () => {
  expect(await world.topUps.returned('zarinpal', 'S-of-somebody-else')).toBeNull();
  expect(world.gateway.verifications).toEqual([]);
});

test('a payment is verified at once, however lately the reconciler saw it unpaid', async () => {
  const paid = await session();
  world.advance(MINUTE_MS);
  await world.topUps.reconcile(1_000);
  world.gateway.pay(paid);
  expect(await world.topUps.returned('zarinpal', paid)).toMatchObject({ type: 'credited' });
});

test.each([
  ['being-checked', () => undefined],
  ['not-taken', (sessionId: string) => world.gateway.end(sessionId, 'failed')],
] as const)(
  'a page that says %s asks the gateway a few times a minute, however often it is loaded',
  async (type, make) => {
    const open = await session();
    make(open);
    world.advance(MINUTE_MS);
    expect(await loads(open, 30)).toEqual([type]);
    expect(world.gateway.verifications.length).toBe(5);
    const other = await session();
    expect(await loads(other, 1)).toEqual(['being-checked']);
    world.gateway.pay(open);
    world.advance(MINUTE_MS);
    expect(await loads(open, 1)).toEqual(['credited']);
  },
);

test('what is being checked names the end of the checking, and after that it is not called so', async () => {
  const open = await session();
  const until = new Date(world.clock().getTime() + TOP_UP_CHECKED_MS);
  expect(await world.topUps.returned('zarinpal', open)).toMatchObject({ type: 'being-checked', until });
  world.gateway.withoutAnswer.add(open);
  world.advance(TOP_UP_CHECKED_MS);
  expect(await world.topUps.returned('zarinpal', open)).toMatchObject({ type: 'unresolved' });
  world.gateway.withoutAnswer.delete(open);
  expect(await world.topUps.returned('zarinpal', open)).toMatchObject({ type: 'not-taken' });
});
