/**
 * Whatever is said about money ends with one of three truths: not taken; taken, and where it is now; being checked until
 * a time. What has a payment or an enrolment behind it says its tracking code too.
 */
import { describe, expect, test } from '@jest/globals';
import { LANGUAGES, type Language, loadTexts } from '../../../texts/texts.ts';
import { writtenTexts } from '../../support/locale-texts.ts';

type Truth = 'not-taken' | 'taken' | 'being-checked';

const TRUTHS: Record<Language, Record<Truth, RegExp>> = {
  fa: {
    'not-taken': /پولی از شما نگرف(?:تیم|ته‌ایم)\.$/,
    taken: /(?:ریال به .*(?:اضافه شد|برگشت)|شهریه .*از کیف پول.* گرفتیم)\.$|به کیف پول برگشت: .*ریال$/,
    'being-checked': /در حال بررسی است؛ .*حداکثر تا .*ساعت ۱۲:۳۰ .*\.$/,
  },
  en: {
    'not-taken': /[Ww]e (?:took|have taken) no money from you(?: yet)?\.$/,
    taken:
      /(?:rials (?:was added|went back) to .*wallet|We took the fee .*from .*wallet)\.$|to the wallet: .*rials$/,
    'being-checked': /is being checked.*by .*12:30 at the latest\.$/,
  },
};

/** Texts that tell what became of money. */
const OUTCOMES: readonly [key: string, truth: Truth, code: 'with its code' | 'and no code'][] = [
  // Nothing was begun that could be tracked: there is no code.
  ['cancelled', 'not-taken', 'and no code'],
  ['form-set-aside', 'not-taken', 'and no code'],
  ['form-withdrawn', 'not-taken', 'and no code'],
  ['unfinished-discarded', 'not-taken', 'and no code'],
  ['course-closed', 'not-taken', 'and no code'],
  ['course-cancelled', 'not-taken', 'and no code'],
  ['enrol-identity-rejected', 'not-taken', 'and no code'],
  ['fee-changed', 'not-taken', 'and no code'],
  ['page-unknown-body', 'not-taken', 'and no code'],
  ['may-not-enrol-choose', 'not-taken', 'and no code'],
  ['may-not-enrol-choose-prerequisite', 'not-taken', 'and no code'],
  ['no-grant', 'not-taken', 'and no code'],
  ['registration-given-up', 'not-taken', 'and no code'],
  ['chat-registration-ended', 'not-taken', 'and no code'],
  ['withdraw-too-late', 'not-taken', 'and no code'],
  ['seat-no-offer', 'not-taken', 'and no code'],
  ['seat-wallet-short', 'not-taken', 'and no code'],
  ['seat-trainee-short', 'not-taken', 'and no code'],
  ['seat-of-who-pays', 'not-taken', 'and no code'],
  ['already-in-line', 'not-taken', 'and no code'],
  ['line-joined-now', 'not-taken', 'and no code'],
  ['chat-line-joined', 'not-taken', 'with its code'],
  ['chat-line-joined-by-centre', 'not-taken', 'with its code'],
  ['chat-seat-offered', 'not-taken', 'with its code'],
  ['chat-offer-expired', 'not-taken', 'with its code'],
  ['chat-line-left', 'not-taken', 'with its code'],
  ['chat-line-ended', 'not-taken', 'with its code'],
  ['karpooshe-line-joined-by-centre-body', 'not-taken', 'with its code'],
  ['karpooshe-seat-offered-body', 'not-taken', 'with its code'],
  ['karpooshe-offer-expired-body', 'not-taken', 'with its code'],
  ['karpooshe-line-ended-body', 'not-taken', 'with its code'],
  ['karpooshe-withdrawn-body', 'taken', 'with its code'],
  ['chat-enrolled-by-centre', 'taken', 'with its code'],
  ['chat-centre-seat-offered', 'not-taken', 'with its code'],
  ['chat-promoted', 'taken', 'with its code'],
  ['chat-centre-promoted', 'taken', 'with its code'],
  ['chat-withdrawn', 'taken', 'with its code'],
  ['chat-centre-enrolment-ended', 'taken', 'with its code'],
  ['already-enrolled', 'not-taken', 'with its code'],
  ['trainee-rejected', 'not-taken', 'and no code'],
  ['purse-short-one', 'not-taken', 'and no code'],
  ['purse-short-both', 'not-taken', 'and no code'],
  ['trainee-already-enrolled-receipt', 'not-taken', 'with its code'],
  ['trainee-receipt', 'taken', 'with its code'],
  ['chat-wallet-charged', 'taken', 'with its code'],
  ['karpooshe-wallet-charged-body', 'taken', 'with its code'],
  ['chat-records-merged', 'taken', 'and no code'],
  ['amount-over-today', 'not-taken', 'and no code'],
  ['charge-no-grant', 'not-taken', 'and no code'],
  ['trainee-wallet-unknown', 'not-taken', 'and no code'],
  ['trainee-wallet-portal-users-only', 'not-taken', 'and no code'],
  ['trainee-wallet-card', 'not-taken', 'and no code'],
  ['invoice-over', 'not-taken', 'and no code'],
  ['invoice-being-checked', 'not-taken', 'and no code'],
  ['payment-card', 'not-taken', 'with its code'],
  ['payment-unavailable', 'not-taken', 'with its code'],
  ['chat-top-up-failed', 'not-taken', 'with its code'],
  ['chat-top-up-expired', 'not-taken', 'with its code'],
  ['page-entrance-body', 'not-taken', 'with its code'],
  ['page-not-taken-body', 'not-taken', 'with its code'],
  ['receipt', 'taken', 'with its code'],
  ['chat-top-up-credited', 'taken', 'with its code'],
  ['page-credited-body', 'taken', 'with its code'],
  ['cancelled-payment-under-way', 'being-checked', 'with its code'],
  ['payment-second', 'being-checked', 'with its code'],
  ['payment-under-way', 'being-checked', 'with its code'],
  ['payment-being-checked', 'being-checked', 'with its code'],
  ['chat-top-up-unresolved', 'being-checked', 'with its code'],
  ['chat-top-up-differs', 'being-checked', 'with its code'],
  ['chat-top-up-refund-due', 'being-checked', 'with its code'],
  ['page-refund-due-body', 'being-checked', 'with its code'],
  ['page-being-checked-body', 'being-checked', 'with its code'],
  ['page-unresolved-body', 'being-checked', 'with its code'],
];

/** Texts with words of money in which no money moves: labels, questions, figures. */
const TELLS_NOTHING: readonly RegExp[] = [
  /^(?:key|button|course-button|form|command)-|^course-button$/,
  /^(?:rials|tomans|rials-and-tomans|help|edited-nothing-open)$/,
  // Fees and balances, and the question that follows them.
  /^(?:course-card-fee|course-balance-kept|enrol-card-(?:free|fee|short))$/,
  /^(?:wallet|statement|csv)(?:-.*)?$/,
  // To staff: a gateway's day beside ours.
  /^(?:gateway-name|differences-file)$/,
  // On its way from a wallet to a card: each says where the money is, and has a code.
  /^(?:chat-|karpooshe-)?payback-/,
  /^whose-wallet-(?:question|expected|again)$|^trainee-wallet-(?:question|expected|own)$/,
  /^amount-(?:question|again|expected|not-a-number|too-small|too-large|unclear|strange)$/,
  /^page-entrance-go$/,
  /^invoice-(?:title|description)$/,
  /^payment-(?:description|passed-over|for-course|for-portal|none-under-way|owner-pending)$/,
  // The two wallets before one is chosen, and after.
  /^(?:purse-(?:portal|own|trainee|short)|payer-(?:question|again|expected)|enrol-card-fee-portal|trainee-card-fee)$/,
  // Headings; the truth is in the body.
  /^(?:page|karpooshe)-.*-title$/,
  // Lines of the card of an enrolment, which has a state and a code of its own; and what is asked before anything is done.
  /^enrolment-(?:paid|to-pay|ended|frozen|offered)$|^(?:withdraw|leave-line)-question$|^line-offer$/,
  // To staff: the books as a whole, and what waits for them.
  /^(?:chat-(?:audit-findings|staff-case)|case-(?:kind|facts-.*)|correction-merged|system-payment)$/,
  // What goes when data are deleted, and what has to come to its end before.
  /^(?:delete-question|delete-first-.*|chat-data-kept)$/,
  // The centre is asked to look; the money stays where it is until it has.
  /^(?:chat-(?:consent-refused|trainee-rejected|trainee-corrected)|code-will-be-corrected|records-will-be-merged)$/,
  // What does not work now; no payment has begun.
  /^away-payment$/,
  // A fault of ours: which truth it is we do not know, so it names where that stands.
  /^(?:fault|page-fault-body)$/,
];

const MONEY: Record<Language, RegExp> = {
  fa: /پول|پرداخت|کسر|شهریه|مبلغ|موجودی|شارژ|واریز|ریال/u,
  en: /money|\bpa(?:y|id|yment)|\bfee\b|balance|wallet|rials|charged/i,
};

/** Half past twelve in Tehran. */
const AT = new Date('2026-11-25T09:00:00Z');
/** A value for whatever these texts ask for. */
const VALUES = {
  ...{ name: 'ثبت‌نام', title: 'جوشکاری', centre: 'مرکز ۱', city: 'تهران', owner: 'سارا' },
  ...{ amount: 500_000, amountRials: 500_000, fee: 500_000, balance: 700_000, reference: '20110' },
  ...{ until: AT, resetsAt: AT, returned: AT, returnedAt: AT, at: AT, startsAt: AT, opensAt: AT },
  ...{
    course: 'جوشکاری',
    payer: 'trainee',
    because: 'started',
    who: 'سارا',
    place: 'bale',
    refund: 300_000,
    enrolments: 1,
    movedRials: 70_000,
    left: 200_000,
    gap: 200_000,
    short: 200_000,
    wallet: 'کیف پول شما',
    untilAt: AT,
  },
  ...{ code: '1234567890', trackingCode: '1234567890', nationalCode: '007****645' },
  ...{ whose: 'own', who: 'سارا', place: 'bale', next: 'write', mobile: '0912***0093' },
};

const texts = loadTexts();

/** As a person reads it, line by line. */
function linesOf(language: Language, key: string, more = {}): string[] {
  return texts[language]
    .chat(key, { ...VALUES, ...more })
    .replace(/<[^>]*>|[\u200e\u200f\u2066-\u2069]/g, '')
    .split('\n');
}

describe.each(LANGUAGES)('in %s', (language) => {
  test.each(OUTCOMES)('%s ends with "%s", %s', (key, truth, code) => {
    const lines = linesOf(language, key);
    // The signature of a letter.
    if (key.startsWith('karpooshe-')) lines.pop();
    if (code === 'with its code') {
      expect(lines.pop()).toMatch(/^[\d۰-۹]{10}$/);
      expect(lines.pop()).toMatch(/^(?:کد رهگیری|Tracking code)[^\d۰-۹]*:$/);
      // What the wallet holds now belongs to the truth.
      if (/^👛/u.test(lines.at(-1) ?? '')) lines.pop();
    }
    expect(lines.at(-1)).toMatch(TRUTHS[language][truth]);
  });

  test('a receipt for a course that is free says that nothing was taken', () => {
    const lines = linesOf(language, 'receipt', { fee: 0 });
    expect(lines.at(-3)).toMatch(TRUTHS[language]['not-taken']);
  });

  test('whoever gets the enrolments of a wrong code, and no money, hears that nothing was taken', () => {
    const lines = linesOf(language, 'chat-records-merged', { movedRials: 0 });
    expect(lines.at(-1)).toMatch(TRUTHS[language]['not-taken']);
  });

  test('no text speaks of money and is neither held to a truth nor known to tell of none', () => {
    const held = new Set(OUTCOMES.map(([key]) => key));
    const aboutMoney = writtenTexts(language).filter(({ words }) => MONEY[language].test(words));
    expect(aboutMoney.length).toBeGreaterThan(40);
    const loose = aboutMoney
      .map(({ key }) => key)
      .filter((key) => !held.has(key) && !TELLS_NOTHING.some((pattern) => pattern.test(key)));
    expect(loose).toEqual([]);
  });
});
