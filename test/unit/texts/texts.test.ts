import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeHtml } from '../../../texts/html.ts';
import { loadTexts } from '../../../texts/texts.ts';

const texts = loadTexts();
const ISOLATES = /[\u2066-\u2069]/g;

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

test('a value of the other direction is set apart in a chat, and left alone in an SMS', () => {
  const params = { course: 'ICDL', startsAt: new Date('2026-12-01T08:00:00Z'), trackingCode: '1234567890' };
  expect(texts.fa.chat('course-full', { title: 'ICDL' })).toContain('\u2068ICDL\u2069');
  expect(texts.fa.plain('sms-enrolled', params)).not.toMatch(ISOLATES);
  expect(texts.fa.plain('sms-enrolled', params)).toContain('1234567890');
});

test('a button’s label is plain: nothing is escaped there', () => {
  expect(texts.fa.plain('button-centre', { name: 'R&D', kind: 'private' })).toBe('R&D (آزاد)');
});

test('a course that costs nothing says so', () => {
  const course = { title: 'سواد مالی', city: 'تهران' };
  expect(texts.fa.plain('course-button', { ...course, fee: 0 })).toBe('سواد مالی — تهران، رایگان');
  expect(texts.fa.plain('course-button', { ...course, fee: 500_000 })).toBe(
    'سواد مالی — تهران، ۵۰۰٬۰۰۰ ریال',
  );
});
