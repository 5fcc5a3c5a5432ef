/** Books of money back to cards: what the audit must find in them, and what it must not. */
import { expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { Payback } from '../../../../models/payback.ts';
import { paybacks } from '../../../../services/audit/paybacks.ts';
import type { Records } from '../../../../services/audit/records.ts';
import { personalWallet, walletAccount } from '../../../../services/wallet/accounts.ts';
import type { BookEntry } from '../../../../services/wallet/books.ts';

const AT = new Date('2026-11-22T09:00:00Z');
const person = new Types.ObjectId();
const wallet = walletAccount(personalWallet(person));

const payback = (different: Partial<Payback> = {}): Payback => ({
  ...{ _id: new Types.ObjectId(), topUp: new Types.ObjectId(), account: new Types.ObjectId(), person },
  ...({ wallet: 'trainee', trackingCode: '77', amountRials: 500, state: 'requested', holds: true } as const),
  requestedAt: AT,
  ...different,
});
const journal = (kind: BookEntry['kind'], lines: readonly [account: string, rials: number][]) =>
  lines.map(([account, amountRials]) => ({
    ...{ journal: kind, kind, account, amountRials, about: '77', at: AT },
  }));
const RESERVED = journal('payback', [
  [wallet, -500],
  ['Paybacks', 500],
]);
const RETURNED = journal('payback-returned', [
  ['Paybacks', -500],
  [wallet, 500],
]);
const PAID_OUT = journal('paid-out', [
  ['Paybacks', -500],
  ['Gateway', 500],
]);
const NONE: Records = {
  ...{ entries: [], enrolments: [], topUps: [], paybacks: [], courses: [], holds: [], openNotices: [] },
  ...{ pending: [], merged: [] },
};
const rules = (all: readonly Payback[], entries: readonly BookEntry[]) =>
  paybacks({ ...NONE, paybacks: all, entries }).map(({ rule }) => rule);

test.each([
  ['requested', RESERVED],
  ['approved', RESERVED],
  ['paid-out', [...RESERVED, ...PAID_OUT]],
  ['refused', [...RESERVED, ...RETURNED]],
  ['failed', [...RESERVED, ...RETURNED]],
] as const)('one that is %s is as it should be, and is missed when a booking is', (state, entries) => {
  expect(rules([payback({ state })], entries)).toEqual([]);
  expect(rules([payback({ state })], entries.slice(0, -2))).toEqual(['payback-not-booked']);
});

test('money that came back of a payback that was paid out is found, and so is a booking of none', () => {
  expect(rules([payback({ state: 'paid-out' })], [...RESERVED, ...PAID_OUT, ...RETURNED])).toEqual([
    'payback-not-booked',
  ]);
  expect(rules([], RESERVED)).toEqual(['payback-not-booked']);
});

test('a payment that goes back twice is found', () => {
  const topUp = new Types.ObjectId();
  const twice = [payback({ topUp }), payback({ topUp })];
  expect(rules(twice, [...RESERVED, ...RESERVED])).toEqual(['payback-twice']);
});
