import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CENTRES } from '../../../../sandbox/world/centres.ts';
import { createCourses } from '../../../../sandbox/world/courses.ts';
import { isNationalCode, withCheckDigit } from '../../../../sandbox/world/national-code.ts';
import { FIRST_PEOPLE } from '../../../../sandbox/world/people.ts';

const FIRST_START = Date.parse('2026-11-22T20:45:00Z');
const courses = createCourses(FIRST_START);

function expectUnique(values: (string | undefined)[]): void {
  const given = values.filter((value) => value !== undefined);
  expect(new Set(given).size).toBe(given.length);
}

test.each([
  ['0076229645', true],
  ['1234567891', true],
  ['0012345830', true],
  ['0076229646', false],
  ['1234567890', false],
  ['1111111111', false],
  ['123456789', false],
  ['۰۰۷۶۲۲۹۶۴۵', false],
])('%s is a national code: %s', (code, valid) => {
  expect(isNationalCode(code)).toBe(valid);
});

test('a check digit completes nine digits', () => {
  expect(withCheckDigit('007622964')).toBe('0076229645');
});

test('about forty people live there, each with a code, a mobile and accounts of their own', () => {
  expect(FIRST_PEOPLE.length).toBeGreaterThanOrEqual(40);
  expect(FIRST_PEOPLE.filter(({ nationalCode }) => !isNationalCode(nationalCode))).toEqual([]);
  expectUnique(FIRST_PEOPLE.map(({ nationalCode }) => nationalCode));
  expectUnique(FIRST_PEOPLE.map(({ mobile }) => mobile));
  expectUnique(FIRST_PEOPLE.map(({ accounts }) => accounts.telegram?.userId));
  expectUnique(FIRST_PEOPLE.map(({ accounts }) => accounts.bale?.userId));
  for (const { mobile } of FIRST_PEOPLE) expect(mobile ?? '09994010000').toMatch(/^0999\d{7}$/);
});

test('a SIM in somebody else’s name is in the name of another inhabitant', () => {
  const owners = FIRST_PEOPLE.flatMap(({ mobileRegisteredTo }) => mobileRegisteredTo ?? []);
  expect(owners.length).toBeGreaterThan(0);
  expect(FIRST_PEOPLE.map(({ nationalCode }) => nationalCode)).toEqual(expect.arrayContaining(owners));
});

test('centres of both kinds are in at least six provinces', () => {
  expect(CENTRES.length).toBeGreaterThanOrEqual(12);
  expect(new Set(CENTRES.map(({ kind }) => kind)).size).toBe(2);
  expect(new Set(CENTRES.map(({ province }) => province)).size).toBeGreaterThanOrEqual(6);
  expectUnique(CENTRES.map(({ code }) => code));
});

test('course codes fit into a deep link and are used once', () => {
  expect(courses.length).toBeGreaterThanOrEqual(30);
  expectUnique(courses.map(({ code }) => code));
  for (const { code, standardCode } of courses) {
    expect(code).toMatch(/^[a-z0-9]{1,20}$/);
    expect(standardCode).toMatch(/^\d{15}$/);
  }
});

test('there are courses of every kind that a trainee can meet', () => {
  const open = courses.filter(({ status }) => status === 'open');
  const seatsLeft = open.map(({ capacity, seatsTaken }) => capacity - seatsTaken);
  expect(seatsLeft).toEqual(expect.arrayContaining([0, 1, 2]));
  expect(open.map(({ feeRials }) => feeRials)).toEqual(expect.arrayContaining([0, 500_000, 45_000_000]));
  expect(courses.map(({ status }) => status)).toEqual(expect.arrayContaining(['closed', 'cancelled']));
});

test('some courses are for women, for men or for an age, and some need another course before', () => {
  const audiences = courses.flatMap(({ audience }) => audience ?? []);
  expect(audiences.map(({ gender }) => gender)).toEqual(expect.arrayContaining(['women', 'men']));
  expect(audiences.some(({ minAge }) => minAge !== undefined)).toBe(true);
  expect(audiences.some(({ maxAge }) => maxAge !== undefined)).toBe(true);
  const needed = courses.flatMap(({ prerequisites = [] }) => prerequisites);
  expect(needed.length).toBeGreaterThan(1);
  expect(courses.map(({ standardCode }) => standardCode)).toEqual(expect.arrayContaining(needed));
});

test('registration ends before a course starts, and a course ends after it has started', () => {
  for (const course of courses) {
    expect(Date.parse(course.registrationOpensAt)).toBeLessThan(Date.parse(course.registrationClosesAt));
    expect(Date.parse(course.registrationClosesAt)).toBeLessThan(Date.parse(course.startsAt));
    expect(Date.parse(course.startsAt)).toBeLessThan(Date.parse(course.endsAt));
  }
});

test('days are counted in Tehran, where it is already tomorrow late in the evening of UTC', () => {
  // 22 November, 20:45 UTC is 23 November, 00:15 in Tehran; three days later, 16:00 there is 12:30 UTC.
  expect(courses.find(({ code }) => code === 'excel101')?.startsAt).toBe('2026-11-26T12:30:00.000Z');
});

test('the table of people in the README tells their true numbers', () => {
  const readme = readFileSync(new URL('../../../../sandbox/README.md', import.meta.url), 'utf8');
  const rows = readme.split('\n').filter((line) => /^\| .* \| \d{10} \| /.test(line));
  expect(rows).toEqual(
    FIRST_PEOPLE.slice(0, rows.length).map(({ accounts, ...person }) => {
      const name = `${person.firstName} ${person.lastName}`;
      const userIds = [accounts.telegram?.userId ?? '–', accounts.bale?.userId ?? '–'];
      return `| ${[name, ...userIds, person.mobile ?? '–', person.nationalCode, person.note].join(' | ')} |`;
    }),
  );
  expect(rows.length).toBeGreaterThan(10);
});

test('the courses that the README recommends exist', () => {
  const readme = readFileSync(new URL('../../../../sandbox/README.md', import.meta.url), 'utf8');
  const section = /## Courses to try([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
  const recommended = [...section.matchAll(/`([a-z]+\d*)`/g)].map(([, code]) => code);
  expect(courses.map(({ code }) => code)).toEqual(expect.arrayContaining(recommended));
  expect(recommended.length).toBeGreaterThan(10);
});
