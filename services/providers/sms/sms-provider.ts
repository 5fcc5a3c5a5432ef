/** What the application asks of whoever carries its SMS. */

export interface OutgoingSms {
  /** `09…` */
  to: string;
  text: string;
  /** The application's own id for this notice: at most 18 decimal digits, never used for another one. */
  ownId: string;
}

export type SmsSendResult =
  /** The provider has it; `providerId` is a 64-bit number as text. */
  | { type: 'accepted'; providerId: string }
  /** This message will never go to this number; sending it again is useless. */
  | { type: 'rejected'; reason: SmsRejection; code: number }
  /** Nothing will go until a human mends the account (key, credit, line …): stop the queue and tell the operators. */
  | { type: 'misconfigured'; code: number }
  /** It certainly has not been sent. */
  | { type: 'retry-later'; code: number | null }
  /** The request may have been obeyed: look it up by its own id before sending it again. */
  | { type: 'unknown' };

export type SmsRejection = 'bad-number' | 'blocked' | 'text' | 'other';

/** `sent` has reached the operator, `delivered` the phone; `unknown` is an id that the provider does not know (any more). */
export type SmsStatus =
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'blocked'
  | 'failed'
  | 'cancelled'
  | 'unknown';

export type SmsLookupResult =
  | { type: 'found'; providerId: string; status: SmsStatus }
  | { type: 'not-found' }
  | { type: 'unavailable'; reason: string };

export type SmsStatusResult =
  /** One for each id that was asked and that the provider spoke of. */
  | { type: 'answered'; statuses: { providerId: string; status: SmsStatus }[] }
  | { type: 'unavailable'; reason: string };

/** No method ever rejects for what the provider or the network does. */
export interface SmsProvider {
  send(sms: OutgoingSms): Promise<SmsSendResult>;
  findByOwnId(ownId: string): Promise<SmsLookupResult>;
  /** At most `SMS_STATUS_BATCH_MAX` ids at a time. */
  status(providerIds: string[]): Promise<SmsStatusResult>;
}

export const SMS_STATUS_BATCH_MAX = 500;
