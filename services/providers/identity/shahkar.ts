/** Shahkar: does this mobile belong to this national code? The operators' register says yes or no, never who. */
import type { AggregatorOptions, Ask, OwnershipQuery } from './aggregator.ts';
import type { MobileOwnershipResult } from './answers.ts';
import { type AskingDeps, asking } from './asking.ts';
import { finnotechShahkar } from './finnotech.ts';
import { uidShahkar } from './uid.ts';
import { zibalShahkar } from './zibal.ts';
import { zohalShahkar } from './zohal.ts';

export type { MobileOwnershipResult };

export interface MobileOwnership {
  /** `nationalCode` of ten digits with a valid check digit, `mobile` as `09…`. Never rejects. */
  match(nationalCode: string, mobile: string): Promise<MobileOwnershipResult>;
}

/** Who can be asked; the names are those of `SHAHKAR_PROVIDER`. */
const PROVIDERS = { zohal: zohalShahkar, uid: uidShahkar, zibal: zibalShahkar, finnotech: finnotechShahkar };
type ShahkarProvider = keyof typeof PROVIDERS;

export type ShahkarOptions = AggregatorOptions &
  Pick<AskingDeps, 'ids' | 'log'> & { provider: ShahkarProvider; now: () => number };

export function createShahkar(options: ShahkarOptions): MobileOwnership {
  const ask: Ask<OwnershipQuery, MobileOwnershipResult> = PROVIDERS[options.provider](options);
  const match = asking({ ...options, system: 'shahkar' }, ask);
  return { match: (nationalCode, mobile) => match({ nationalCode, mobile }) };
}
