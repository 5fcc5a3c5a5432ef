import { expect, test } from '@jest/globals';
import { Types } from 'mongoose';
import type { Person } from '../../../../models/person.ts';
import {
  CHANNELS_OF,
  nextAttemptAt,
  postponedUntil,
  smsNumberOf,
  whyNoSms,
} from '../../../../services/notifications/rules.ts';

const person: Person = {
  _id: new Types.ObjectId(),
  nationalCode: '0076229645',
  identity: 'verified',
  registryAttempts: 0,
  mobile: '09121234567',
  mobileState: 'verified',
  language: 'fa',
  createdAt: new Date(0),
};
const { mobile: _mobile, ...withoutMobile } = person;

test('an SMS goes only to a number that is proven to be the person’s', () => {
  expect(whyNoSms('enrolled', person)).toBeNull();
  expect(whyNoSms('enrolled', { ...person, mobileState: 'unverified' })).toBe('mobile-not-proven');
  expect(whyNoSms('enrolled', { ...withoutMobile, mobileState: 'none' })).toBe('no-mobile');
  expect(whyNoSms('enrolled', { ...person, mobileState: 'none' })).toBe('no-mobile');
});

test('of a new number the number before it hears, for as long as it is known', () => {
  const changed = { ...person, formerMobile: '09129999999' };
  expect(whyNoSms('mobile-changed', changed)).toBeNull();
  expect(smsNumberOf('mobile-changed', changed)).toBe('09129999999');
  expect(smsNumberOf('enrolled', changed)).toBe(person.mobile);
  expect(whyNoSms('mobile-changed', person)).toBe('no-mobile');
});

test('an enrolment is told everywhere', () => {
  expect([...CHANNELS_OF.enrolled].sort()).toEqual(['chat', 'karpooshe', 'sms']);
});

test('a failed delivery is tried again after ever longer waits, for about a day, then given up', () => {
  const now = new Date('2026-11-22T09:00:00Z');
  const waits: number[] = [];
  for (let attempts = 1; attempts < 100; attempts += 1) {
    const at = nextAttemptAt(attempts, now);
    if (!at) break;
    waits.push(at.getTime() - now.getTime());
  }
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
  expect(waits[0]).toBe(5_000);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(hours).toBeGreaterThan(20);
  expect(hours).toBeLessThan(48);
  expect(nextAttemptAt(waits.length + 1, now)).toBeNull();
  expect(nextAttemptAt(waits.length + 50, now)).toBeNull();
});

test('what waits for a human is looked at again and again for a week, then given up', () => {
  const createdAt = new Date('2026-11-22T09:00:00Z');
  const days = (count: number) => new Date(createdAt.getTime() + count * 24 * 60 * 60 * 1000);
  expect(postponedUntil(createdAt, createdAt)?.getTime()).toBeGreaterThan(createdAt.getTime());
  expect(postponedUntil(createdAt, days(7))?.getTime()).toBeGreaterThan(days(7).getTime());
  expect(postponedUntil(createdAt, new Date(days(7).getTime() + 1))).toBeNull();
});
