/**
 * One-time codes by SMS: who has the phone of a number can read the code, so the number is theirs to use (N1). Whether it
 * is registered to their national code is still Shahkar's word. A number is written to a few times a day and no more,
 * from however many chats it is asked for, and a code stands a few tries.
 */
import { Types } from 'mongoose';
import type { Account } from '../../models/account.ts';
import { MOBILE_CODE_KEPT_SECONDS } from '../../models/mobile-code.ts';
import type { Models } from '../../models/models.ts';
import type { Clock, Ids } from '../clock.ts';
import type { Seal } from '../people/seal.ts';
import type { SmsProvider } from '../providers/sms/sms-provider.ts';
import { type CheckOutcome, check, type Given } from './check.ts';
import { codeHash, mobileHash, openedMobile } from './sealed-code.ts';

export type SendCodeOutcome =
  /** `isNew`: false when one was sent to this number a moment ago; that one still holds. */
  | { type: 'sent'; code: Types.ObjectId; isNew: boolean }
  /** Enough codes went to this number, or from this chat, within a day. */
  | { type: 'too-many' }
  /** No SMS will ever reach this number. */
  | { type: 'not-reachable' }
  | { type: 'cannot-send-now' };

export interface Sending {
  account: Pick<Account, '_id'>;
  /** `09…` */
  mobile: string;
  /** The words around the code. */
  wordsWith(code: string): string;
}

export interface MobileCodes {
  /** Without a carrier of SMS nobody is offered a code. */
  isOffered: boolean;
  send(sending: Sending): Promise<SendCodeOutcome>;
  /** The number that a code went to, when this chat asked for it. */
  mobileOf(code: Types.ObjectId, account: Pick<Account, '_id'>): Promise<string | null>;
  check(given: Given): Promise<CheckOutcome>;
}

export interface MobileCodesDeps {
  models: Models;
  clock: Clock;
  ids: Ids;
  seal: Seal;
  /** Null: no settings name one. */
  sms: Pick<SmsProvider, 'send'> | null;
}

export const CODES_A_DAY = 5;
/** Before that no other code goes to the same number: the SMS may still be under way. */
export const NEXT_CODE_AFTER_MS = 60_000;

export function createMobileCodes(deps: MobileCodesDeps): MobileCodes {
  return {
    isOffered: deps.sms !== null,
    send: (sending) => send(deps, sending),
    mobileOf: (code, account) => mobileOf(deps, code, account),
    check: (given) => check(deps, given),
  };
}

async function send(deps: MobileCodesDeps, sending: Sending): Promise<SendCodeOutcome> {
  const { models, clock, ids, seal, sms } = deps;
  if (!sms) return { type: 'cannot-send-now' };
  const { account, mobile } = sending;
  const underWay = await models.MobileCode.findOne({
    account: account._id,
    mobileHash: mobileHash(seal, mobile),
    sentAt: { $gt: since(clock, NEXT_CODE_AFTER_MS) },
  }).sort({ sentAt: -1 });
  if (underWay) return { type: 'sent', code: underWay._id, isNew: false };

  const code = ids.mobileCode();
  const _id = await record(deps, sending, code);
  if (await isOverLimit(deps, sending)) return undone(deps, _id, { type: 'too-many' });
  const result = await sms.send({ to: mobile, text: sending.wordsWith(code), ownId: ids.sms() });
  switch (result.type) {
    case 'accepted':
    // Perhaps it is on its way; whoever does not get it asks again.
    case 'unknown':
      return { type: 'sent', code: _id, isNew: true };
    case 'rejected':
      return undone(deps, _id, { type: 'not-reachable' });
    case 'retry-later':
    case 'misconfigured':
      return undone(deps, _id, { type: 'cannot-send-now' });
  }
}

/** Before the limits are looked at, so that of many at once none overlooks the others. */
async function record(
  { models, clock, seal }: MobileCodesDeps,
  { account, mobile }: Sending,
  code: string,
): Promise<Types.ObjectId> {
  const _id = new Types.ObjectId();
  await models.MobileCode.create({
    _id,
    account: account._id,
    mobile: seal.close(mobile, { of: 'mobile-code', id: _id, field: 'mobile' }),
    mobileHash: mobileHash(seal, mobile),
    codeHash: codeHash(seal, _id, code),
    tries: 0,
    sentAt: clock(),
  });
  return _id;
}

async function isOverLimit(
  { models, clock, seal }: MobileCodesDeps,
  { account, mobile }: Sending,
): Promise<boolean> {
  const sentAt = { $gt: since(clock, MOBILE_CODE_KEPT_SECONDS * 1_000) };
  const counts = await Promise.all([
    models.MobileCode.countDocuments({ account: account._id, sentAt }),
    models.MobileCode.countDocuments({ mobileHash: mobileHash(seal, mobile), sentAt }),
  ]);
  return counts.some((count) => count > CODES_A_DAY);
}

/** What was not sent does not count. */
async function undone(
  { models }: MobileCodesDeps,
  _id: Types.ObjectId,
  outcome: SendCodeOutcome,
): Promise<SendCodeOutcome> {
  await models.MobileCode.deleteOne({ _id });
  return outcome;
}

async function mobileOf(
  { models, seal }: MobileCodesDeps,
  code: Types.ObjectId,
  { _id: account }: Pick<Account, '_id'>,
): Promise<string | null> {
  const found = await models.MobileCode.findOne({ _id: code, account }).lean();
  return found && openedMobile(seal, found);
}

const since = (clock: Clock, ms: number) => new Date(clock().getTime() - ms);
