import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { personalNumbersIn } from '../../../../services/identity/personal-numbers.ts';
import { anyNationalCode } from '../../../support/national-codes.ts';
import { spelledAnyhow } from '../../../support/scripts.ts';

const CARD = '6037701689095443';

describe('a national code', () => {
  test.each([
    ['0076229645', 'alone'],
    ['۰۰۷۶۲۲۹۶۴۵', 'in Persian digits'],
    ['٠٠٧-٦٢٢٩٦٤-٥', 'in Arabic digits with dashes'],
    ['کد ملی من 0076229645 است', 'among words'],
    ['0076229645 09121234567', 'before a mobile'],
    ['09121234567\n0076229645', 'below a mobile'],
    ['\u200f007 622 964 5\u200e', 'in groups, with marks of direction'],
  ])('%j is found: %s', (text) => {
    expect(personalNumbersIn(text)).toEqual({ nationalCode: '0076229645', hasCardNumber: false });
  });

  test('is found however it is spelled', () => {
    const spelled = anyNationalCode.chain((code) =>
      fc.tuple(fc.constant(code), spelledAnyhow(code, [' ', '-', '\u200c', '\u200f', '/'])),
    );
    fc.assert(
      fc.property(spelled, ([code, typed]) => {
        expect(personalNumbersIn(`این است: ${typed}!`).nationalCode).toBe(code);
      }),
    );
  });
});

test.each([
  ['0076229646', 'a wrong check digit'],
  ['1111111111', 'ten equal digits'],
  ['00762296450', 'eleven digits'],
  ['+98 912 123 4567', 'a mobile in groups'],
  ['۰۹۱۲ ۱۲۳ ۴۵۶۷', 'a mobile in Persian digits'],
  ['۱٬۰۰۰٬۰۰۰٬۰۰۰', 'an amount'],
  ['1405/09/01', 'a date'],
  ['6037701689095444', 'a card with a wrong digit'],
  ['0000000000000000', 'sixteen zeros'],
  ['سلام', 'no digits'],
  ['', 'nothing'],
])('nothing personal is seen in %j: %s', (text) => {
  expect(personalNumbersIn(text)).toEqual({ nationalCode: null, hasCardNumber: false });
});

test.each([[CARD], ['6037-7016-8909-5443'], ['۶۰۳۷ ۷۰۱۶ ۸۹۰۹ ۵۴۴۳'], [`شماره کارت: ${CARD} به نام من`]])(
  'the card number in %j is seen',
  (text) => {
    expect(personalNumbersIn(text).hasCardNumber).toBe(true);
  },
);

test('a code and a card in one message are both seen', () => {
  const text = `0076229645\n${CARD}`;
  expect(personalNumbersIn(text)).toEqual({ nationalCode: '0076229645', hasCardNumber: true });
});
