/** What Kavenegar's numbers mean for the one who sends. */
import type { SmsSendResult, SmsStatus } from './sms-provider.ts';

/** Codes that only a human can cure: the account, its key, credit, line, plan, network address, or our idea of the protocol. */
const MISCONFIGURED = new Set([401, 403, 404, 405, 407, 412, 416, 418, 424, 426, 430, 432]);

/** What a return code other than 200 says about the message that was sent. */
export function refusalOf(code: number): SmsSendResult {
  if (MISCONFIGURED.has(code)) return { type: 'misconfigured', code };
  switch (code) {
    case 402:
      // "Operation failed", without a word on how far it came.
      return { type: 'unknown' };
    case 409:
      return { type: 'retry-later', code };
    case 411:
      return { type: 'rejected', reason: 'bad-number', code };
    case 413:
    case 422:
      return { type: 'rejected', reason: 'text', code };
    default:
      return { type: 'rejected', reason: 'other', code };
  }
}

const STATUSES = new Map<number, SmsStatus>([
  [1, 'queued'],
  [2, 'queued'],
  [4, 'sent'],
  [5, 'sent'],
  [6, 'failed'],
  [10, 'delivered'],
  [11, 'undelivered'],
  [13, 'cancelled'],
  [14, 'blocked'],
  [100, 'unknown'],
]);

export function statusOf(state: number): SmsStatus {
  return STATUSES.get(state) ?? 'unknown';
}
