/**
 * All that went in and out of a wallet as a CSV file for Excel, oldest first.
 *
 * Dates are Jalali, year first, in ASCII digits with leading zeros (`1405/09/02`, `17:05`). Excel knows no Jalali dates and
 * leaves them as text, which it sorts letter by letter: written so, that is the order of time. Persian digits would sort
 * too, but no filter or formula can do anything with them. Amounts are whole rials without separators, which are numbers
 * to Excel in every language of it.
 */
import type { Payer } from '../../models/enrolment.ts';
import type { Person } from '../../models/person.ts';
import { CSV_BEGINNING, csvLine } from '../../services/wallet/csv.ts';
import type { LedgerEntry } from '../../services/wallet/ledger.ts';
import { sortableDate, sortableTime } from '../../texts/formats.ts';
import { below, tap } from '../callback-data.ts';
import type { FileView } from '../view.ts';
import type { Visit } from '../visit.ts';

/** Some 3 MB: far below what messengers take, and more than anybody books in years. */
export const ENTRIES_IN_A_FILE = 20_000;

export function statementFile(visit: Visit, person: Person, kind: Payer): FileView {
  const { texts, clock } = visit;
  const now = clock();
  return {
    kind: 'document',
    name: `wallet-${sortableDate(now).replaceAll('/', '-')}.csv`,
    content: () => content(visit, person, kind),
    caption: texts.chat(CAPTIONS[kind], { at: now, most: ENTRIES_IN_A_FILE }),
    buttons: [[{ text: texts.plain('button-wallet'), data: below(tap.statement.pack(kind, '0')) }]],
  };
}

const CAPTIONS: Record<Payer, string> = {
  trainee: 'statement-file',
  'portal-user': 'statement-file-portal',
};

async function* content(visit: Visit, person: Person, kind: Payer): AsyncGenerator<Uint8Array> {
  const { texts, services } = visit;
  const wallet = { person: person._id, kind };
  yield Buffer.from(CSV_BEGINNING + csvLine(HEADINGS.map((key) => texts.bare(key))));
  for await (const entry of services.statements.entries(wallet, ENTRIES_IN_A_FILE)) {
    const { at, amountRials, balanceRials } = entry;
    const about = await aboutOf(visit, entry);
    const cells = [sortableDate(at), sortableTime(at), about, amountRials, balanceRials];
    yield Buffer.from(csvLine(cells));
  }
}

const HEADINGS = ['csv-date', 'csv-time', 'csv-about', 'csv-amount', 'csv-balance'] as const;

async function aboutOf({ texts, services }: Visit, { kind, about }: LedgerEntry): Promise<string> {
  // In words: of a bank's long number alone Excel would keep fifteen digits.
  if (kind === 'top-up') return texts.bare('csv-top-up', { reference: about });
  if (kind === 'payback' || kind === 'payback-returned')
    return texts.bare(`csv-${kind}`, { reference: about });
  if (kind === 'moved') return texts.bare('csv-moved');
  const course = (await services.courses.byCode(about))?.title ?? about;
  return texts.bare(kind === 'fee' ? 'csv-fee' : 'csv-refund', { course });
}
