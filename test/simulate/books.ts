/**
 * What must be true in the end, reckoned from the outside: the bank knows what was paid, the phones know which SMS came.
 * The product's own audit is run as well.
 */
import type { Enrolment } from '../../models/enrolment.ts';
import type { FormEnding } from '../../models/form-ending.ts';
import type { Payback } from '../../models/payback.ts';
import type { TopUp } from '../../models/top-up.ts';
import type { Finding } from '../../services/audit/records.ts';
import { createAudit } from '../../services/audit/service.ts';
import { createInTransaction } from '../../services/transaction.ts';
import { payingWallet, walletAccount } from '../../services/wallet/accounts.ts';
import { createBooks } from '../../services/wallet/books.ts';
import type { Stage } from './stage.ts';

/** When everything has come to an end. Empty when all is well. */
export async function faultsIn(stage: Stage): Promise<string[]> {
  return [
    ...(await auditFindings(stage)).map(told),
    ...(await wrongWallets(stage)),
    ...(await livedTwice(stage)),
    ...smsTwice(stage),
    ...(await notSent(stage)),
  ];
}

/** Between two steps. Hours may just have passed, and the jobs not have had the time to see what is over since then. */
export async function faultsUnderWay(stage: Stage): Promise<string[]> {
  const findings = await auditFindings(stage);
  return [
    ...findings.filter(({ rule }) => !rule.endsWith('-overdue')).map(told),
    ...(await livedTwice(stage)),
    ...smsTwice(stage),
  ];
}

export function expectNone(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`It is not as it must be:\n${faults.join('\n')}`);
}

/** How many enrolments and payments ended how. */
export async function statesIn({ models }: Stage): Promise<Map<string, number>> {
  const states = new Map<string, number>();
  const add = (state: string) => states.set(state, (states.get(state) ?? 0) + 1);
  for (const { status } of await models.Enrolment.find().lean<Enrolment[]>()) add(`enrolment ${status}`);
  for (const { state } of await models.TopUp.find().lean<TopUp[]>()) add(`payment ${state}`);
  for (const { because } of await models.FormEnding.find().lean<FormEnding[]>()) add(`form ${because}`);
  return states;
}

async function auditFindings({ connection, models, clock }: Stage): Promise<Finding[]> {
  const inTransaction = createInTransaction(connection);
  const books = createBooks(connection);
  return (await createAudit({ models, books, inTransaction, clock }).run()).findings;
}

const told = ({ rule, what }: Finding) => `audit, ${rule}: ${what}`;

/** Each wallet holds what the bank took for it, less the fees of what it pays for, and what goes back to a card. */
async function wrongWallets({ connection, models, outside }: Stage): Promise<string[]> {
  const expected = new Map<string, number>();
  const add = (account: string, rials: number) => expected.set(account, (expected.get(account) ?? 0) + rials);
  const paidInChat = outside.paidInChat();
  for (const { _id, person, wallet, sessionId } of await models.TopUp.find().lean<TopUp[]>()) {
    const session = outside.payments.get(sessionId ?? '');
    const isPaid = session?.status === 'PAID' || session?.status === 'VERIFIED';
    if (session && isPaid) add(walletAccount({ person, kind: wallet }), session.amountRials);
    for (const { invoice } of paidInChat.filter(({ invoice }) => invoice.payload === String(_id)))
      add(walletAccount({ person, kind: wallet }), invoice.total);
  }
  for (const enrolment of await models.Enrolment.find().lean<Enrolment[]>()) {
    const wasCharged = enrolment.status === 'active' || enrolment.journal !== undefined;
    const kept = wasCharged ? enrolment.feeRials - (enrolment.ended?.refundRials ?? 0) : 0;
    add(walletAccount(payingWallet(enrolment)), -kept);
  }
  for (const { person, wallet, amountRials } of await models.Payback.find({ holds: true }).lean<Payback[]>())
    add(walletAccount({ person, kind: wallet }), -amountRials);
  const held = new Map<string, number>();
  for (const entry of await connection.collection('medici_transactions').find().toArray()) {
    const account = String(entry.accounts);
    held.set(account, (held.get(account) ?? 0) + Number(entry.credit) - Number(entry.debit));
  }
  const isWallet = (account: string) => /Wallet:/.test(account);
  return [...new Set([...expected.keys(), ...held.keys()])]
    .filter((account) => isWallet(account) && (held.get(account) ?? 0) !== (expected.get(account) ?? 0))
    .map((account) => `${account} holds ${held.get(account) ?? 0}, not ${expected.get(account) ?? 0} rials`);
}

async function livedTwice({ models }: Stage): Promise<string[]> {
  const live = await models.Enrolment.find({ status: { $in: ['active', 'waitlisted', 'offered'] } }).lean<
    Enrolment[]
  >();
  return repeated(live.map(({ person, course }) => `${person} in ${course}`)).map((who) => `twice: ${who}`);
}

function smsTwice({ outside }: Stage): string[] {
  const ids = outside.sms.received().map(({ localId = 'without an id' }) => localId);
  return repeated(ids).map((id) => `SMS ${id} came twice`);
}

/** Nothing was switched off for so long that a notice could be given up. */
async function notSent({ models }: Stage): Promise<string[]> {
  const failed = ['sms', 'karpooshe', 'chat'].map((channel) => ({ [`${channel}.state`]: 'failed' }));
  const given = await models.Notification.find({ $or: failed }).lean<{ dedupeKey: string }[]>();
  return given.map(({ dedupeKey }) => `notice ${dedupeKey} was given up`);
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
