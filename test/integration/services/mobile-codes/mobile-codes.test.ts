/** One-time codes by SMS: to whom one goes, how often, and what a code stands. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Types } from 'mongoose';
import type { Account } from '../../../../models/account.ts';
import { CODE_HOLDS_MS, TRIES_A_CODE } from '../../../../services/mobile-codes/check.ts';
import {
  CODES_A_DAY,
  createMobileCodes,
  NEXT_CODE_AFTER_MS,
} from '../../../../services/mobile-codes/service.ts';
import { createWorld, type World } from '../../../support/world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  // The database itself drops codes that are over by its own clock.
  world.advance(Date.now() - world.clock().getTime());
});
beforeEach(() => world.codesSms.recover());
afterAll(() => world.close());

let numbers = 0;
function newMobile(): string {
  numbers += 1;
  return `0935${String(numbers).padStart(7, '0')}`;
}

const send = (account: Account, mobile: string) =>
  world.mobileCodes.send({ account, mobile, wordsWith: (code) => code });
const texted = (mobile: string) =>
  world.codesSms.received.filter(({ to }) => to === mobile).map(({ text }) => text);
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** A code on its way to a number, with what it is. */
async function sentTo(account: Account, mobile: string): Promise<{ sent: Types.ObjectId; digits: string }> {
  const outcome = await send(account, mobile);
  if (outcome.type !== 'sent') throw new Error(`No code was sent: ${outcome.type}`);
  return { sent: outcome.code, digits: texted(mobile).at(-1) ?? '' };
}

describe('a code', () => {
  test('has six digits, and proves the number to the chat that asked for it', async () => {
    const account = await world.account();
    const mobile = newMobile();
    const code = await sentTo(account, mobile);
    expect(code.digits).toMatch(/^\d{6}$/);
    expect(await world.mobileCodes.mobileOf(code.sent, account)).toBe(mobile);
    expect(await world.mobileCodes.check({ account, ...code })).toEqual({ type: 'proven', mobile });
  });

  test('tells another chat nothing', async () => {
    const [account, another] = [await world.account(), await world.account()];
    const code = await sentTo(account, newMobile());
    expect(await world.mobileCodes.check({ account: another, ...code })).toEqual({ type: 'over' });
    expect(await world.mobileCodes.mobileOf(code.sent, another)).toBeNull();
  });

  test('holds for five minutes', async () => {
    const account = await world.account();
    const code = await sentTo(account, newMobile());
    world.advance(CODE_HOLDS_MS);
    expect(await world.mobileCodes.check({ account, ...code })).toEqual({ type: 'over' });
  });

  test('stands a few wrong tries, also many at once, and after them is no good', async () => {
    const account = await world.account();
    const code = await sentTo(account, newMobile());
    const wrong = { account, sent: code.sent, digits: wrongFor(code.digits) };
    expect(await world.mobileCodes.check(wrong)).toEqual({ type: 'wrong', triesLeft: TRIES_A_CODE - 1 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => world.mobileCodes.check(wrong)));
    expect(outcomes.filter(({ type }) => type === 'wrong')).toHaveLength(TRIES_A_CODE - 2);
    expect(await world.mobileCodes.check({ account, ...code })).toEqual({ type: 'over' });
  });

  test('and its number are in the database in no form that tells them', async () => {
    const account = await world.account();
    const mobile = newMobile();
    const { sent, digits } = await sentTo(account, mobile);
    const stored = JSON.stringify(
      await world.models.MobileCode.findById(sent).select('-_id -account').lean(),
    );
    expect(stored).not.toContain(mobile.slice(1));
    expect(stored).not.toContain(digits);
  });
});

describe('sending', () => {
  test('again within a minute sends nothing: the code under way still holds', async () => {
    const account = await world.account();
    const mobile = newMobile();
    const { sent } = await sentTo(account, mobile);
    expect(await send(account, mobile)).toEqual({ type: 'sent', code: sent, isNew: false });
    world.advance(NEXT_CODE_AFTER_MS);
    expect(await send(account, mobile)).toMatchObject({ type: 'sent', isNew: true });
    expect(texted(mobile)).toHaveLength(2);
  });

  test('to many numbers from one chat has a limit a day', async () => {
    const account = await world.account();
    for (let sent = 0; sent < CODES_A_DAY; sent += 1) await sentTo(account, newMobile());
    const mobile = newMobile();
    expect(await send(account, mobile)).toEqual({ type: 'too-many' });
    expect(texted(mobile)).toEqual([]);
    world.advance(DAY_MS);
    expect(await send(account, mobile)).toMatchObject({ type: 'sent' });
  });

  test('to one number from many chats at once has the same limit', async () => {
    const mobile = newMobile();
    const accounts = await Promise.all(Array.from({ length: 12 }, () => world.account()));
    await Promise.all(accounts.map((account) => send(account, mobile)));
    for (const account of accounts) await send(account, mobile);
    expect(texted(mobile)).toHaveLength(CODES_A_DAY);
  });

  test.each([
    ['busy', 'cannot-send-now'],
    ['misconfigured', 'cannot-send-now'],
    ['reject', 'not-reachable'],
  ] as const)('that fails (%s) is said, and counts for nothing', async (next, type) => {
    const account = await world.account();
    const mobile = newMobile();
    world.codesSms.next = next;
    for (let tries = 0; tries <= CODES_A_DAY; tries += 1)
      expect(await send(account, mobile)).toEqual({ type });
    world.codesSms.next = 'accept';
    expect(await send(account, mobile)).toMatchObject({ type: 'sent', isNew: true });
  });

  test('whose answer is lost is taken for sent: the code may have come', async () => {
    const account = await world.account();
    const mobile = newMobile();
    world.codesSms.next = 'lose-answer';
    const code = await sentTo(account, mobile);
    expect(await world.mobileCodes.check({ account, ...code })).toEqual({ type: 'proven', mobile });
  });

  test('is not offered where nobody carries SMS', async () => {
    const { models, clock, ids, seal } = world;
    const without = createMobileCodes({ models, clock, ids, seal, sms: null });
    expect(without.isOffered).toBe(false);
    const sending = { account: await world.account(), mobile: newMobile(), wordsWith: String };
    expect(await without.send(sending)).toEqual({ type: 'cannot-send-now' });
  });
});
