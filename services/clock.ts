/** Time and chance, as dependencies: what decides by them can be told what they are. */
import { randomBytes, randomInt } from 'node:crypto';
import { readNationalCode } from './identity/rules.ts';

/** The present moment, UTC. */
export type Clock = () => Date;

/** Names for new things, unguessable where a person could gain by guessing. */
export interface Ids {
  /** On a confirm button: 22 characters of base64url. */
  operation(): string;
  /** What a person reads out: ten digits, the first not 0, and never those of a national code, which chats delete. */
  trackingCode(): string;
  /** What proves a number by SMS: six digits. */
  mobileCode(): string;
  /** Under which the SMS provider knows a notice: 15 digits. */
  sms(): string;
}

export const systemClock: Clock = () => new Date();

export const randomIds: Ids = {
  operation: () => randomBytes(16).toString('base64url'),
  trackingCode,
  mobileCode: () => String(randomInt(0, 1_000_000)).padStart(6, '0'),
  sms: () => String(randomInt(100_000_000_000_000, 280_000_000_000_000)),
};

function trackingCode(): string {
  const code = String(randomInt(1_000_000_000, 10_000_000_000));
  // One in eleven has the check digit of a national code.
  return readNationalCode(code).type === 'national-code' ? trackingCode() : code;
}
