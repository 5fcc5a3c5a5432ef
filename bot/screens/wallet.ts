/**
 * A wallet: what it holds, a payment that may be under way, what went in and out of it page by page, and the way to
 * charge it. A portal user has two, and goes from one to the other.
 */
import type { Payer } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import type { StatementEntry, StatementPage } from '../../services/wallet/statement.ts';
import { tap } from '../callback-data.ts';
import type { Button, View } from '../view.ts';
import type { Visit } from '../visit.ts';
import { paybackLine } from './paybacks.ts';
import { paymentParams } from './payment-under-way.ts';

/** `kind`: which of the person's wallets; `page`: counted from 0, the newest first. */
export async function wallet(visit: Visit, person: Person, kind: Payer = 'trainee', page = 0): Promise<View> {
  const { texts, services } = visit;
  const [statement, payment, paybacks] = await Promise.all([
    services.statements.page({ person: person._id, kind }, page),
    services.topUps.underWay(person),
    services.paybacks.open(person),
  ]);
  const onTheirWay = paybacks.filter(({ wallet }) => wallet === kind);
  const lines = await Promise.all(statement.entries.map((entry) => entryLine(visit, entry)));
  return {
    text: [
      texts.chat(HEADS[kind], { balance: statement.balanceRials }),
      ...(payment ? ['', texts.chat('payment-under-way', paymentParams(payment))] : []),
      ...onTheirWay.flatMap((payback) => ['', paybackLine(visit, payback)]),
      '',
      lines.length > 0
        ? texts.chat('wallet-entries', { page: statement.page + 1, pages: statement.pages })
        : texts.chat('wallet-no-entries'),
      ...lines,
    ].join('\n'),
    buttons: [
      ...(payment ? [[{ text: texts.plain('button-paid'), data: tap.paid.pack() }]] : []),
      ...pageButtons(visit, kind, statement),
      ...topUpButtons(visit, person, kind),
      ...fileButton(visit, kind, statement),
      ...paybackButton(visit, statement),
      ...otherWallet(visit, person, kind),
      [{ text: texts.plain('button-home'), data: tap.home.pack() }],
    ],
  };
}

const HEADS: Record<Payer, string> = { trainee: 'wallet', 'portal-user': 'wallet-portal' };

/** What a wallet holds that can no longer pay for anybody is not to grow. */
function topUpButtons({ texts }: Visit, { isPortalUser }: Person, kind: Payer): Button[][] {
  const text = texts.plain('button-top-up');
  const own = [{ text, data: kind === 'trainee' ? tap.topUp.pack() : tap.topUpPortal.pack() }];
  if (!isPortalUser) return kind === 'trainee' ? [own] : [];
  return [own, [{ text: texts.plain('button-top-up-trainee'), data: tap.topUpTrainee.pack() }]];
}

async function entryLine(
  { texts, services }: Visit,
  { kind, amountRials, about, at, balanceRials }: StatementEntry,
): Promise<string> {
  const params = { amount: Math.abs(amountRials), at, balance: balanceRials };
  if (kind === 'top-up') return texts.chat('wallet-entry-top-up', params);
  if (kind === 'payback' || kind === 'payback-returned') return texts.chat(`wallet-entry-${kind}`, params);
  // The wallet that it left is nobody's to look at.
  if (kind === 'moved') return texts.chat('wallet-entry-moved', params);
  // A fee is named by its course's title; codes are for links.
  const course = (await services.courses.byCode(about))?.title ?? about;
  return texts.chat(kind === 'fee' ? 'wallet-entry-fee' : 'wallet-entry-refund', { ...params, course });
}

function paybackButton({ texts }: Visit, { balanceRials }: StatementPage): Button[][] {
  if (balanceRials === 0) return [];
  return [[{ text: texts.plain('button-payback'), data: tap.paybacks.pack() }]];
}

function pageButtons({ texts }: Visit, kind: Payer, { page, pages }: StatementPage): Button[][] {
  const to = (target: number) => tap.statement.pack(kind, String(target));
  const row: Button[] = [];
  if (page > 0) row.push({ text: texts.plain('button-previous'), data: to(page - 1) });
  if (page < pages - 1) row.push({ text: texts.plain('button-next'), data: to(page + 1) });
  return row.length > 0 ? [row] : [];
}

function fileButton({ texts }: Visit, kind: Payer, { pages }: StatementPage): Button[][] {
  if (pages === 0) return [];
  return [[{ text: texts.plain('button-statement-file'), data: tap.statementFile.pack(kind) }]];
}

/** Who is no portal user any more may still have money there; who never was one has no such wallet. */
function otherWallet({ texts }: Visit, { isPortalUser }: Person, kind: Payer): Button[][] {
  if (kind === 'portal-user')
    return [[{ text: texts.plain('button-wallet-personal'), data: tap.statement.pack('trainee', '0') }]];
  if (isPortalUser === undefined) return [];
  return [[{ text: texts.plain('button-wallet-portal'), data: tap.statement.pack('portal-user', '0') }]];
}
