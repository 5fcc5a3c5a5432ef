/** How values stand in the texts: formatted, codes on lines of their own, buttons with words, an SMS in few parts. */
import { describe, expect, test } from '@jest/globals';
import { createCourses } from '../../../sandbox/world/courses.ts';
import { CHANNELS_OF } from '../../../services/notifications/rules.ts';
import { LANGUAGES, loadTexts, readLocale } from '../../../texts/texts.ts';
import { writtenTexts } from '../../support/locale-texts.ts';

/** Values that are words, and stand as they are given. Every other one is a number, a date or a code: it has a format. */
const WORDS = new Set(
  [
    'name',
    'title',
    'course',
    'centre',
    'city',
    'province',
    'words',
    'owner',
    'kind',
    'status',
    'wallet',
    'who',
    'group',
    'gateway',
    'ours',
    'theirs',
    // As staff have written it.
    'reason',
  ].concat(
    // Formatted before they come here.
    ['amount', 'rials', 'tomans', 'date', 'time', 'ages'],
  ),
);

const SMS_KEYS = Object.entries(CHANNELS_OF)
  .filter(([, channels]) => channels.includes('sms'))
  .map(([event]) => `sms-${event}`);

/** Codes that are to have the same digits everywhere, for a phone or Excel to recognise them. */
const AS_GIVEN = [...SMS_KEYS, 'csv-top-up', 'csv-payback', 'csv-payback-returned', 'sms-mobile-code'];

describe.each(LANGUAGES)('in %s', (language) => {
  const texts = writtenTexts(language);

  test('every number, date and code is shown in the way of the language', () => {
    const wrong = texts
      .filter(({ key }) => !AS_GIVEN.includes(key))
      .filter(({ unformatted }) => unformatted.some((value) => !WORDS.has(value)));
    expect(wrong).toEqual([]);
    const amounts = texts.filter(({ unformatted }) => unformatted.includes('amount'));
    expect(amounts.map(({ key }) => key)).toEqual(['rials', 'tomans']);
  });

  test('a code that is to be kept or copied has a line of its own', () => {
    const kept = /^( *)(.*)\{ (?:DIGITS\()?\$(?:code|trackingCode|reference)\)? \}(.*)$/gm;
    const lines = [...readLocale(language).matchAll(kept)];
    expect(lines.length).toBeGreaterThan(8);
    const inSentences = lines.filter(([, , before = '', after = '']) => /[^\s<>/a-z]/.test(before + after));
    const quoted = inSentences.map(([line]) => /^\w+/.exec(line)?.[0] ?? line.trim());
    expect([...new Set(quoted)]).toEqual(QUOTED[language]);
  });

  test('every button and key has words, not only a picture', () => {
    const labels = texts.filter(({ key }) => /^(?:button|key|course-button)-|^mobile-share$/.test(key));
    expect(labels.length).toBeGreaterThan(25);
    // An amount is words too: its unit is spoken.
    const silent = labels.filter(({ words }) => !/\p{L}{2}|□/u.test(words));
    expect(silent).toEqual([]);
  });
});

/** Not to be kept: a code, masked, in words about its owner. In a cell of a file (csv) it stays in one line. */
const QUOTED = {
  fa: [
    'registered',
    'شمارهٔ موبایل شما به نام کد ملی <code>{ DIGITS($code) }</code> ثبت نشده است.',
    'کد ملی شما (<code>{ DIGITS($code) }</code>) را نگه داشته‌ایم؛ چند دقیقهٔ دیگر «بررسی دوباره» را بزنید. اگر کد را اشتباه نوشته‌اید، کد درست را بفرستید.',
    'csv',
    'کد رهگیری: { $trackingCode }',
  ],
  en: [
    'registered',
    'Your mobile number is not registered to national code <code>{ DIGITS($code) }</code>.',
    'We have kept your code (<code>{ DIGITS($code) }</code>); press “Check again” in a few minutes. If you mistyped it, send the right one.',
    'csv',
    'Tracking code: { $trackingCode }',
  ],
};

/** Letters in so many parts of a message with Persian in it, counted in UTF-16 units. */
const TWO_PARTS = 134;
const THREE_PARTS = 201;

/** About the person themselves. */
const ABOUT_NO_COURSE = ['sms-account-joined', 'sms-mobile-changed'];

test.each(ABOUT_NO_COURSE)('%s takes two parts', (key) => {
  expect(SMS_KEYS).toContain(key);
  const written = LANGUAGES.map((language) => loadTexts()[language].bare(key, { platform: 'telegram' }));
  expect(written.filter((text) => text.length > TWO_PARTS)).toEqual([]);
});

describe.each(SMS_KEYS.filter((key) => !ABOUT_NO_COURSE.includes(key)))('%s', (key) => {
  const texts = loadTexts();
  const sms = (language: 'fa' | 'en', course: string) =>
    texts[language].bare(key, {
      course,
      // A long name of a month, and a day of two digits.
      startsAt: new Date('2027-05-15T08:00:00Z'),
      untilAt: new Date('2027-05-15T08:00:00Z'),
      trackingCode: '1234567890',
    });

  test.each(LANGUAGES)('of any course we know takes two parts, in %s', (language) => {
    const titles = createCourses(0).map(({ title }) => title);
    expect(titles.length).toBeGreaterThan(30);
    expect(titles.filter((title) => sms(language, title).length > TWO_PARTS)).toEqual([]);
  });

  test.each(LANGUAGES)('of a course with an endless title takes three, in %s', (language) => {
    expect(sms(language, 'جوش '.repeat(50)).length).toBeLessThanOrEqual(THREE_PARTS);
    expect(sms(language, 'جوش '.repeat(50))).toContain('جوش…');
  });
});
