/**
 * The payments that the gateways know, and how one changes.
 *
 * IN_BANK (the payer is at the page) becomes PAID or FAILED by what the payer does; a FAILED one may still become PAID,
 * as when the payer gives up in one tab and pays in another. PAID becomes VERIFIED when the merchant verifies.
 * PAID and VERIFIED may be REVERSED by the merchant for half an hour.
 */
import { randomBytes, randomInt } from 'node:crypto';
import type { SandboxDeps } from '../deps.ts';

export interface PaymentRecord {
  /** The gateway's name of the session: at Zarinpal 36 characters (its authority), at Zibal a number (its track id). */
  id: string;
  gateway: 'zarinpal' | 'zibal';
  amountRials: number;
  description: string;
  mobile?: string;
  orderId?: string;
  callbackUrl: string;
  status: 'IN_BANK' | 'PAID' | 'VERIFIED' | 'FAILED' | 'REVERSED';
  /** What the payer's receipt shows; known once paid. */
  refId?: number;
  date: string;
}

/** What only the gateway itself knows of a payment. */
export interface PaymentSession extends PaymentRecord {
  merchantId: string;
  /** The unit in which the merchant speaks of this payment. */
  currency: 'IRR' | 'IRT';
  /** Milliseconds since the epoch. */
  paidAt?: number;
}

/** What a payer can do at the page. */
export type PaymentOutcome = 'paid' | 'failed' | 'cancelled';

export type NewPayment = Omit<PaymentSession, 'id' | 'status' | 'refId' | 'date' | 'paidAt'>;

export interface PaymentSessions {
  open(payment: NewPayment): PaymentSession;
  get(id: string): PaymentSession | undefined;
  /** All, newest last. */
  all(): PaymentSession[];
  /** Does to the payment what the payer did. Money that has moved stays moved. */
  settle(session: PaymentSession, outcome: PaymentOutcome): PaymentSession;
  markVerified(session: PaymentSession): void;
  markReversed(session: PaymentSession): void;
}

export function createPaymentSessions({
  store,
  events,
  now,
}: Pick<SandboxDeps, 'store' | 'events' | 'now'>): PaymentSessions {
  const sessions = store.map<PaymentSession>('payments');

  function keep(session: PaymentSession): PaymentSession {
    sessions.set(session.id, session);
    events.publish({ type: 'payment', item: publicRecord(session) });
    return session;
  }

  return {
    open: (payment) =>
      keep({
        id: payment.gateway === 'zibal' ? newTrackId() : newAuthority(),
        ...payment,
        status: 'IN_BANK',
        date: new Date(now()).toISOString(),
      }),
    get: (id) => sessions.get(id),
    all: () => [...sessions.values()],
    settle(session, outcome) {
      const { status } = session;
      if (outcome === 'paid' && (status === 'IN_BANK' || status === 'FAILED')) {
        return keep({ ...session, status: 'PAID', refId: newRefId(), paidAt: now() });
      }
      return outcome !== 'paid' && status === 'IN_BANK' ? keep({ ...session, status: 'FAILED' }) : session;
    },
    markVerified: (session) => {
      keep({ ...session, status: 'VERIFIED' });
    },
    markReversed: (session) => {
      keep({ ...session, status: 'REVERSED' });
    },
  };
}

/** Without what only the gateway knows. */
export function publicRecord(session: PaymentSession): PaymentRecord {
  const { merchantId: _merchantId, currency: _currency, paidAt: _paidAt, ...record } = session;
  return record;
}

/** The address to which the payer's browser returns. */
export function returnUrl(session: PaymentSession, outcome: PaymentOutcome): string {
  const url = new URL(session.callbackUrl);
  const isPaid = outcome === 'paid';
  const query =
    session.gateway === 'zibal'
      ? {
          success: isPaid ? '1' : '0',
          trackId: session.id,
          orderId: session.orderId ?? '',
          status: isPaid ? '2' : '3',
        }
      : { Authority: session.id, Status: isPaid ? 'OK' : 'NOK' };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The sandbox's authorities start with S, as those of Zarinpal's own sandbox do. */
function newAuthority(): string {
  return `S${randomBytes(18).toString('hex').slice(0, 35)}`;
}

function newTrackId(): string {
  return String(randomInt(1_000_000_000, 100_000_000_000));
}

function newRefId(): number {
  return randomInt(100_000_000, 100_000_000_000);
}
