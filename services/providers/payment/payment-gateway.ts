/**
 * What the application asks of whoever takes payments. Money is ours only after `verify` said so: what the returning
 * browser, a callback or a chat says, and what `inquire` says, are hints.
 */
import type { Difference, GatewayName } from '../../../models/top-up.ts';

export interface NewPayment {
  /** Whole rials. */
  amountRials: number;
  /** Shown to the payer; at most 500 characters. */
  description: string;
  /** Where the payer's browser returns. */
  callbackUrl: string;
  orderId: string;
  /** `09…`; lets the gateway offer the payer's saved cards. */
  mobile?: string;
}

export type CreatePaymentResult =
  | { type: 'created'; sessionId: string; payUrl: string }
  /** The gateway will not take such a payment, or not from us; `code` is its own. */
  | { type: 'refused'; code: number }
  /** No session is known to exist. One may (there is no idempotency), but nobody can pay it without its address. */
  | { type: 'unavailable' };

/** A payment as we asked for it. */
export interface AskedPayment {
  sessionId: string;
  amountRials: number;
}

export type VerifyPaymentResult =
  /** The money has just become ours; `reference` is what the payer's receipt shows. */
  | { type: 'paid'; reference: string; cardMasked?: string; told?: ToldPayment }
  /** It became ours at an earlier call: the same payment, to be credited once. */
  | { type: 'already-verified'; reference: string; told?: ToldPayment }
  /** Not paid so far. A session that is still open may yet be: `inquire` tells. */
  | { type: 'not-paid' }
  /** Paid, but not what was asked for: somebody tampered, or rials were taken for tomans. */
  | { type: 'differs'; difference: Difference }
  /** Nothing is known; ask again. Verifying is safe to repeat. */
  | { type: 'unknown'; reason: string };

/** What a gateway tells of a payment beside that it is paid, to be compared with what was asked for; some tell less. */
export interface ToldPayment {
  amountRials?: number;
  currency?: string;
  orderId?: string;
  /** The messenger's number of who paid. */
  payerId?: string;
}

export type InquirePaymentResult =
  | { type: 'paid-unverified' | 'verified' | 'in-progress' | 'failed' | 'reversed' }
  | { type: 'unknown'; reason: string };

export interface GatewayOptions {
  apiRoot: string;
  /** Where people's browsers find the payment page; `apiRoot` unless given. */
  pageRoot?: string;
  /** Our name there. */
  merchantId: string;
  timeoutMs: number;
  /** Somebody waits for the link, and another gateway may be asked instead; `timeoutMs` unless given. */
  createTimeoutMs?: number;
}

/** No method ever rejects for what the gateway or the network does. */
export interface PaymentGateway {
  name: GatewayName;
  /** False: no new payments, but it is asked for those that it has. */
  opens?: boolean;
  /**
   * Where a session is paid, at a gateway that lets in only those who come from a page of ours: such a session's button
   * leads to our page, and that one here. Absent: the address that `create` gives may be opened from anywhere.
   */
  entrance?(sessionId: string): string;
  create(payment: NewPayment): Promise<CreatePaymentResult>;
  verify(payment: AskedPayment): Promise<VerifyPaymentResult>;
  inquire(sessionId: string): Promise<InquirePaymentResult>;
}
