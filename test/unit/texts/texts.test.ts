import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml } from '../../../texts/html.ts';
import { loadTexts } from '../../../texts/texts.ts';

const texts = loadTexts();
/** What is seen: without marks of direction. */
const seen = (text: string) => text.replace(/[\u200e\u200f\u2066-\u2069]/g, '');

test('a value in a chat text cannot become markup', () => {
  const name = '<a href="tg://user?id=1">&amp;</a>';
  const text = texts.fa.chat('home-greeting', { name });
  expect(text).toContain('&lt;a href="tg://user?id=1"&gt;&amp;amp;&lt;/a&gt;');
});

test('no value whatever adds a tag to a chat text', () => {
  const tags = (text: string) => text.match(/<[^>]*>/g) ?? [];
  const usual = tags(texts.fa.chat('centre-courses', { centre: 'a', city: 'b' }));
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'<>&;b/a"') }),
      (centre, city) => {
        expect(tags(texts.fa.chat('centre-courses', { centre, city }))).toEqual(usual);
      },
    ),
  );
});

test('escaping undone gives the value back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'<>&lgtamp;') }), (value) => {
      const undone = escapeHtml(value)
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
      expect(undone).toBe(value);
    }),
  );
});

test('a button’s label is plain: nothing is escaped there', () => {
  expect(seen(texts.fa.plain('button-centre', { name: 'R&D' }))).toBe('🏫 R&D');
});

test('a course that costs nothing says so', () => {
  const course = { title: 'سواد مالی', city: 'تهران' };
  const label = (fee: number) => seen(texts.fa.plain('course-button', { ...course, fee }));
  expect(label(0)).toBe('سواد مالی — تهران، رایگان');
  expect(label(500_000)).toBe('سواد مالی — تهران، ۵۰۰٬۰۰۰ ریال');
});

test('amounts have their unit, times their day, in the words of the language', () => {
  const at = new Date('2026-11-22T20:45:00Z');
  expect(seen(texts.fa.chat('wallet-entry-top-up', { amount: 500_000, at, balance: 0 }))).toContain(
    '۵۰۰٬۰۰۰ ریال',
  );
  expect(seen(texts.fa.chat('wallet-entry-top-up', { amount: 0, at, balance: 0 }))).toContain(
    'دوشنبه ۲ آذر ۱۴۰۵، ساعت ۰۰:۱۵',
  );
  expect(seen(texts.en.chat('wallet-entry-top-up', { amount: 500_000, at, balance: 0 }))).toContain(
    '500,000 rials',
  );
  expect(seen(texts.en.chat('wallet-entry-top-up', { amount: 0, at, balance: 0 }))).toContain(
    'Monday 2 Azar 1405, 00:15',
  );
});

test('an amount that is to be chosen is given in tomans too, also when it does not come out even', () => {
  const label = (amount: number) => seen(texts.fa.plain('button-pay', { amount }));
  expect(label(500_000)).toBe('💳 پرداخت ۵۰۰٬۰۰۰ ریال (۵۰٬۰۰۰ تومان)');
  expect(label(123_455)).toBe('💳 پرداخت ۱۲۳٬۴۵۵ ریال (۱۲٬۳۴۵٫۵ تومان)');
  expect(seen(texts.en.plain('button-pay', { amount: 1_000_000_000 }))).toBe(
    '💳 Pay 1,000,000,000 rials (100,000,000 tomans)',
  );
});
