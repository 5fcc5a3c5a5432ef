/** Values of one direction in sentences of the other, and codes that are copied. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { directed, unsteered } from '../../../texts/direction.ts';
import { LANGUAGES, loadTexts } from '../../../texts/texts.ts';

const texts = loadTexts();
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const COURSE = { title: 'MIG/MAG', centre: 'مرکز زند', city: 'شیراز', fee: 500_000 };
const AT = new Date('2026-12-01T08:00:00Z');

test('a value is set apart in a chat and on a button', () => {
  expect(texts.fa.chat('course-cancelled', { title: 'ICDL' })).toContain('\u2068ICDL\u2069');
  expect(texts.en.plain('button-charge-gap', { gap: 10_000 })).toContain(
    '\u206810,000 rials (1,000 tomans)\u2069',
  );
});

describe('a line that begins with a value runs in the direction of its language', () => {
  test.each([
    ['fa', '\u200f'],
    ['en', '\u200e'],
  ] as const)('on a button in %s', (language, mark) => {
    expect(texts[language].plain('course-button', COURSE)).toMatch(new RegExp(`^${mark}\u2068MIG/MAG\u2069`));
  });

  test('in a card, inside the tags, where Bale still sees that bold begins the line', () => {
    const card = { ...COURSE, startsAt: AT, endsAt: AT, seats: 3 };
    expect(texts.fa.chat('enrol-card', card)).toMatch(/^<b>\u200f\u2068MIG\/MAG\u2069<\/b>$/m);
  });

  test('also when words come after it', () => {
    expect(texts.en.chat('course-cancelled', { title: 'جوشکاری' })).toMatch(
      /^\u200e“\u2068جوشکاری\u2069” has been/,
    );
  });

  test('but one whose own words come first needs no mark', () => {
    expect(texts.fa.plain('button-pay', { amount: 10_000 })).not.toMatch(/[\u200e\u200f]/);
  });
});

describe('a code that is copied carries no marks', () => {
  test.each(LANGUAGES)('on its own line of a chat, in %s', (language) => {
    const receipt = texts[language].chat('chat-enrolled', {
      course: 'ICDL',
      startsAt: AT,
      trackingCode: '1234567890',
    });
    const line = receipt.split('\n').at(-1) ?? '';
    expect(line).toMatch(/^<code>[\d۰-۹]{10}<\/code>$/);
  });

  test('on its own line of the e-inbox', () => {
    const params = { course: 'ICDL', startsAt: AT, trackingCode: '1234567890' };
    expect(texts.fa.plain('karpooshe-enrolled-body', params).split('\n')).toContain('۱۲۳۴۵۶۷۸۹۰');
  });

  test('the marks stand around it where they are needed, since a mask of asterisks would turn the digits around', () => {
    const why = texts.fa.chat('identity-mismatch', { code: '007****645' });
    expect(why).toContain('\u2068<code>۰۰۷****۶۴۵</code>\u2069');
    const received = texts.fa.chat('private-code', { code: '007****645' });
    expect(received.split('\n').at(-1)).toBe('\u200f\u2068<code>۰۰۷****۶۴۵</code>\u2069');
  });

  test('whatever the code is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9-]{1,40}$/), (code) => {
        expect(directed('fa', `<code>\u2068${code}\u2069</code>`)).toBe(`<code>${code}</code>`);
        expect(directed('fa', `کد \u2068${code}\u2069 است`)).toContain(`\u2068${code}\u2069`);
      }),
    );
  });
});

test('an SMS and what other systems get carry no marks: they cost letters, and old phones show them as boxes', () => {
  const params = { course: 'ICDL', startsAt: AT, trackingCode: '1234567890' };
  expect(texts.fa.bare('sms-enrolled', params)).not.toMatch(MARKS);
  expect(texts.fa.bare('payment-description', { lastDigits: '645' })).not.toMatch(MARKS);
});

test('no value can close its isolate or turn around what follows; what joins letters stays', () => {
  expect(texts.fa.chat('home-greeting', { name: 'علی\u2069\u202eرضا' })).toContain('\u2068علیرضا\u2069');
  expect(texts.fa.chat('home-greeting', { name: 'علی\nرضا' })).toContain('\u2068علی رضا\u2069');
  expect(unsteered('گل‌بهار')).toBe('گل‌بهار');
});

test('whatever a text holds, nothing but marks of direction is added or taken away', () => {
  const seen = (text: string) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');
  const pieces = fc.constantFrom('\u2068', '\u2069', '<b>', '</b>', '<code>', '</code>', 'ا', '\n', ' ', '1');
  fc.assert(
    fc.property(fc.string({ unit: pieces }), (text) => {
      expect(seen(directed('fa', text))).toBe(seen(text));
    }),
  );
});
