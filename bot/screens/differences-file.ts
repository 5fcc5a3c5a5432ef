/** What a gateway's day and ours do not agree in, as a CSV file for Excel; see `statement-file.ts` for how it is written. */
import type { GatewayName } from '../../models/top-up.ts';
import type { Comparison, Difference } from '../../services/gateway-statements/compare.ts';
import { CSV_BEGINNING, csvLine } from '../../services/wallet/csv.ts';
import type { FileView } from '../view.ts';
import type { Visit } from '../visit.ts';

interface Compared {
  gateway: GatewayName;
  /** `2026-11-25` */
  day: string;
  comparison: Comparison;
}

export function differencesFile(visit: Visit, { gateway, day, comparison }: Compared): FileView {
  return {
    kind: 'document',
    name: `differences-${gateway}-${day}.csv`,
    content: () => content(visit, comparison.differences),
    caption: visit.texts.chat('differences-file'),
  };
}

const COLUMNS = ['difference', 'line', 'name', 'reference', 'code', 'theirs', 'ours'];

async function* content({ texts }: Visit, differences: readonly Difference[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(CSV_BEGINNING + csvLine(COLUMNS.map((column) => texts.bare(`csv-difference-${column}`))));
  for (const difference of differences) {
    const what = texts.bare('csv-difference', { what: kindOf(difference) });
    yield Buffer.from(csvLine([what, ...cellsOf(difference)]));
  }
}

const kindOf = (difference: Difference) =>
  difference.type === 'only-ours' && difference.nearMidnight ? 'near-midnight' : difference.type;

function cellsOf(difference: Difference): (string | number)[] {
  const row = difference.type === 'only-ours' ? null : difference.row;
  const ours = difference.type === 'only-theirs' ? null : difference.ours;
  return [
    row?.line ?? '',
    asText(row?.sessionId ?? ours?.sessionId),
    asText(row?.reference ?? ours?.reference),
    asText(ours?.trackingCode),
    row?.amountRials ?? '',
    ours?.amountRials ?? '',
  ];
}

/** Of a bank's long number Excel would keep fifteen digits; the mark makes it text. */
const asText = (name = '') => (/^\d{12,}$/.test(name) ? `\u200e${name}` : name);
