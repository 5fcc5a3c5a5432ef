import { expect, test } from '@jest/globals';
import { isSameName } from '../../../../services/identity/same-name.ts';

test.each([
  ['علی کریمی', 'علي كريمي'],
  ['سیده فاطمه', 'سیدة فاطمه'],
  ['شایسته‌نیا', 'شایسته نیا'],
  ['مُحمّد', 'محمد'],
  ['محـمد  رضا', ' محمد رضا '],
  ['Sara', 'sara'],
])('%s and %s are one name', (one, other) => {
  expect(isSameName(one, other)).toBe(true);
});

test.each([
  ['زهرا', 'زهره'],
  ['محمدرضا', 'محمد علی'],
  ['علی', 'علیرضا'],
])('%s and %s are two', (one, other) => {
  expect(isSameName(one, other)).toBe(false);
});
