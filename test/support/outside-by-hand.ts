/**
 * The outside services as the business sees them, moved by hand: for races and for what the real protocols say too
 * rarely. That the adapters speak those protocols is tested in `test/integration/services/providers`.
 */

import type { GatewayName } from '../../models/top-up.ts';
import type { CivilRegistry } from '../../services/providers/identity/civil-registry.ts';
import type { MobileOwnership } from '../../services/providers/identity/shahkar.ts';
import type { NewPayment, PaymentGateway } from '../../services/providers/payment/payment-gateway.ts';
import type { OutgoingSms, SmsProvider, SmsStatus } from '../../services/providers/sms/sms-provider.ts';

type SessionState = 'in-progress' | 'paid-unverified' | 'verified' | 'failed' | 'reversed';

export interface GatewayByHand extends PaymentGateway {
  /** Payments that were asked for, by session. */
  sessions: Map<string, { payment: NewPayment; paidRials: number; state: SessionState }>;
  /** The payer pays what was asked, or another amount. */
  pay(sessionId: string, paidRials?: number): void;
  end(sessionId: string, state: 'failed' | 'reversed'): void;
  /** While true, no call gets an answer; a paid session is verified all the same, as when an answer is lost. */
  down: boolean;
  /** Sessions whose state it never tells, as when it knows no such payment. */
  withoutAnswer: Set<string>;
  /** Sessions that it was asked to verify, in order. */
  verifications: string[];
}

export function createGatewayByHand(name: GatewayName = 'zarinpal'): GatewayByHand {
  const sessions: GatewayByHand['sessions'] = new Map();
  const sessionOf = (id: string) => {
    const session = sessions.get(id);
    if (!session) throw new Error(`There is no payment ${id}`);
    return session;
  };
  const gateway: GatewayByHand = {
    name,
    sessions,
    down: false,
    withoutAnswer: new Set(),
    verifications: [],
    pay(id, paidRials) {
      const session = sessionOf(id);
      session.state = 'paid-unverified';
      session.paidRials = paidRials ?? session.payment.amountRials;
    },
    end(id, state) {
      sessionOf(id).state = state;
    },
    async create(payment) {
      if (gateway.down) return { type: 'unavailable' };
      const sessionId = `S${sessions.size + 1}`;
      sessions.set(sessionId, { payment, paidRials: 0, state: 'in-progress' });
      return { type: 'created', sessionId, payUrl: `https://bank.example/${sessionId}` };
    },
    async verify({ sessionId, amountRials }) {
      gateway.verifications.push(sessionId);
      const session = sessionOf(sessionId);
      const before = session.state;
      const mismatch = before === 'paid-unverified' && session.paidRials !== amountRials;
      if (before === 'paid-unverified' && !mismatch) session.state = 'verified';
      if (gateway.down) return { type: 'unknown', reason: 'timeout' };
      if (mismatch) return { type: 'differs', difference: 'amount' };
      const reference = `R-${sessionId}`;
      if (before === 'paid-unverified') return { type: 'paid', reference };
      return before === 'verified' ? { type: 'already-verified', reference } : { type: 'not-paid' };
    },
    async inquire(sessionId) {
      const silent = gateway.down || gateway.withoutAnswer.has(sessionId);
      return silent ? { type: 'unknown', reason: 'timeout' } : { type: sessionOf(sessionId).state };
    },
  };
  return gateway;
}

/** As Zibal speaks: it makes ours whatever was paid, and says how much that was. */
export function createZibalByHand(): GatewayByHand {
  const gateway = createGatewayByHand('zibal');
  gateway.verify = async ({ sessionId }) => {
    gateway.verifications.push(sessionId);
    const session = gateway.sessions.get(sessionId);
    if (!session) throw new Error(`There is no payment ${sessionId}`);
    const { state: before, paidRials: amountRials, payment } = session;
    if (before !== 'paid-unverified' && before !== 'verified') return { type: 'not-paid' };
    session.state = 'verified';
    const type = before === 'verified' ? 'already-verified' : 'paid';
    return { type, reference: `R-${sessionId}`, told: { amountRials, orderId: payment.orderId } };
  };
  return gateway;
}

export interface RegistersByHand extends MobileOwnership, CivilRegistry {
  people: Map<string, { firstName: string; lastName: string; mobile: string; alive: boolean }>;
  shahkarDown: boolean;
  /** The registry answers nobody while true, and never those in `withoutAnswer`. */
  registryDown: boolean;
  withoutAnswer: Set<string>;
  /** National codes that the registry was asked for, in order. */
  lookups: string[];
}

/** The registers of mobiles (Shahkar) and of people (civil registry). */
export function createRegistersByHand(): RegistersByHand {
  const registers: RegistersByHand = {
    people: new Map(),
    shahkarDown: false,
    registryDown: false,
    withoutAnswer: new Set(),
    lookups: [],
    async match(nationalCode, mobile) {
      if (registers.shahkarDown) return { type: 'unavailable', fault: 'theirs', reason: 'timeout' };
      return { type: registers.people.get(nationalCode)?.mobile === mobile ? 'match' : 'mismatch' };
    },
    async lookup(nationalCode) {
      registers.lookups.push(nationalCode);
      if (registers.registryDown || registers.withoutAnswer.has(nationalCode)) {
        return { type: 'unavailable', fault: 'theirs', reason: 'timeout' };
      }
      const person = registers.people.get(nationalCode);
      if (!person || person.firstName === '') return { type: 'not-found' };
      if (!person.alive) return { type: 'deceased' };
      return { type: 'found', firstName: person.firstName, lastName: person.lastName };
    },
  };
  return registers;
}

export interface SmsByHand extends SmsProvider {
  /** What left, in order. */
  received: (OutgoingSms & { providerId: string })[];
  /** What becomes of the next messages: `lose-answer` are taken, but nobody hears so. */
  next: 'accept' | 'lose-answer' | 'busy' | 'reject' | 'misconfigured';
  lookupDown: boolean;
  /** What became of each message that was taken, as a look-up tells. */
  fate: SmsStatus;
  /** All is well again, and what was received is forgotten. */
  recover(): void;
}

export function createSmsByHand(): SmsByHand {
  const sms: SmsByHand = {
    received: [],
    next: 'accept',
    lookupDown: false,
    fate: 'delivered',
    recover() {
      Object.assign(sms, { next: 'accept', lookupDown: false, fate: 'delivered' });
      sms.received.length = 0;
    },
    async send(message) {
      const { next } = sms;
      if (next === 'busy') return { type: 'retry-later', code: 409 };
      if (next === 'reject') return { type: 'rejected', reason: 'bad-number', code: 411 };
      if (next === 'misconfigured') return { type: 'misconfigured', code: 418 };
      const providerId = String(1_000 + sms.received.length);
      sms.received.push({ ...message, providerId });
      return next === 'lose-answer' ? { type: 'unknown' } : { type: 'accepted', providerId };
    },
    async findByOwnId(ownId) {
      if (sms.lookupDown) return { type: 'unavailable', reason: 'timeout' };
      const found = sms.received.find((message) => message.ownId === ownId);
      return found
        ? { type: 'found', providerId: found.providerId, status: sms.fate }
        : { type: 'not-found' };
    },
    async status() {
      return { type: 'answered', statuses: [] };
    },
  };
  return sms;
}
