/**
 * Invoices that bots issued and payments of them. A transaction begins `pending` with the pre-checkout query, becomes
 * `paid` when the bot says ok within ten seconds, `rejected` when it says no, and `failed` when it says nothing.
 */
import { randomUUID } from 'node:crypto';
import type { DurableMap } from '../../store.ts';

export interface Invoice {
  /** How the person's app refers to it: a chat message or a link. */
  id: string;
  title: string;
  description: string;
  payload: string;
  currency: string;
  /** Whole rials (for currency IRR). */
  total: number;
}

export interface Transaction {
  /** Also the id of the pre-checkout query. */
  id: string;
  userId: number;
  invoice: Invoice;
  status: 'pending' | 'paid' | 'failed' | 'rejected';
  /** Milliseconds since the epoch. */
  at: number;
}

/** What the bot said to a pre-checkout query. */
export type Verdict = { type: 'accepted' } | { type: 'refused'; reason: string } | { type: 'silent' };

export interface PaymentDesk {
  issue(invoice: Omit<Invoice, 'id'>, id: string): Invoice;
  invoice(id: string): Invoice | undefined;
  open(invoice: Invoice, userId: number, at: number): Transaction;
  transaction(id: string): Transaction | undefined;
  settle(transaction: Transaction, status: Transaction['status']): Transaction;
  /** Waits for the bot's verdict on this transaction. */
  verdict(id: string): Promise<Verdict>;
  /** False when nobody waits for it any more. */
  decide(id: string, verdict: Verdict): boolean;
}

const VERDICT_WITHIN_MS = 10_000;

export function createPaymentDesk(
  invoices: DurableMap<Invoice>,
  transactions: DurableMap<Transaction>,
): PaymentDesk {
  const waiting = new Map<string, (verdict: Verdict) => void>();

  return {
    issue(unnumbered, id) {
      const invoice = { ...unnumbered, id };
      invoices.set(id, invoice);
      return invoice;
    },
    invoice: (id) => invoices.get(id),
    open(invoice, userId, at) {
      const transaction: Transaction = { id: randomUUID(), userId, invoice, status: 'pending', at };
      transactions.set(transaction.id, transaction);
      return transaction;
    },
    transaction: (id) => transactions.get(id),
    settle(transaction, status) {
      const settled = { ...transaction, status };
      transactions.set(settled.id, settled);
      return settled;
    },
    verdict: (id) =>
      new Promise((resolve) => {
        const settle = (verdict: Verdict) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(verdict);
        };
        const timer = setTimeout(() => settle({ type: 'silent' }), VERDICT_WITHIN_MS);
        waiting.set(id, settle);
      }),
    decide(id, verdict) {
      const settle = waiting.get(id);
      settle?.(verdict);
      return settle !== undefined;
    },
  };
}
