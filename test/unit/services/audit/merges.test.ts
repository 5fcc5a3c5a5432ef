/** Books of a record that went into another: what the audit must find in them, and what it must not. */
import { expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { Records } from '../../../../services/audit/records.ts';
import { findingsIn } from '../../../../services/audit/rules.ts';
import { personalWallet, walletAccount } from '../../../../services/wallet/accounts.ts';
import type { BookEntry } from '../../../../services/wallet/books.ts';

const NOW = new Date('2026-11-22T09:00:00Z');
const [wrong, owner] = [new Types.ObjectId(), new Types.ObjectId()];
const [from, to] = [walletAccount(personalWallet(wrong)), walletAccount(personalWallet(owner))];
const NONE: Records = {
  ...{ entries: [], enrolments: [], topUps: [], courses: [], holds: [], openNotices: [], pending: [] },
  ...{ paybacks: [], merged: [] },
};
const MERGED = [{ _id: wrong, mergedInto: owner }];

/** A top-up of the wrong code, which is the owner's now. */
const topUps: Records['topUps'] = [
  {
    ...{ _id: new Types.ObjectId(), person: owner, startedBy: owner, account: new Types.ObjectId() },
    ...({
      wallet: 'trainee',
      amountRials: 500,
      reference: 'r',
      trackingCode: '1',
      state: 'credited',
    } as const),
    ...{ createdAt: NOW, checks: 0, moves: 2 },
  },
];
const journal = (id: string, kind: BookEntry['kind'], lines: readonly [account: string, rials: number][]) =>
  lines.map(([account, amountRials]) => ({
    ...{ journal: id, kind, account, amountRials, at: NOW },
    about: kind === 'top-up' ? 'r' : '',
  }));
const CREDIT = journal('1', 'top-up', [
  ['Gateway', -500],
  [from, 500],
]);
const MOVE = journal('2', 'moved', [
  [from, -500],
  [to, 500],
]);
const rules = (records: Partial<Records>) =>
  findingsIn({ ...NONE, topUps, ...records }, NOW).map(({ rule }) => rule);

test('a wallet that went over whole is as it should be', () => {
  expect(rules({ merged: MERGED, entries: [...CREDIT, ...MOVE] })).toEqual([]);
});

test('what is left in the wallet of a merged record is found', () => {
  expect(rules({ merged: MERGED, entries: CREDIT })).toEqual(['merged-wallet-not-empty']);
});

test('money that moved from a wallet that went into no other is found', () => {
  expect(rules({ entries: [...CREDIT, ...MOVE] })).toContain('moved-without-merge');
});
