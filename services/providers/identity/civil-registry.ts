/** The civil registry: the name that belongs to a national code. */
import { jalaliDate } from '../../jalali-day.ts';
import type { AggregatorOptions, Ask, RegistryQuery } from './aggregator.ts';
import type { CivilRegistryResult } from './answers.ts';
import { type AskingDeps, asking } from './asking.ts';
import { uidRegistry } from './uid.ts';
import { zibalRegistry } from './zibal.ts';
import { zohalRegistry } from './zohal.ts';

export type { CivilRegistryResult };

export interface CivilRegistry {
  /**
   * `nationalCode` of ten digits with a valid check digit. `birthDate` where the national window has told it: nobody is
   * asked for it (N1), and a contract that demands it answers the others `unavailable` by our fault. Never rejects.
   */
  lookup(nationalCode: string, birthDate?: Date): Promise<CivilRegistryResult>;
}

/** Who can be asked, that is, who discloses names; the names are those of `CIVIL_REGISTRY_PROVIDER`. */
const PROVIDERS = { zohal: zohalRegistry, uid: uidRegistry, zibal: zibalRegistry };
type RegistryProvider = keyof typeof PROVIDERS;

export type CivilRegistryOptions = AggregatorOptions &
  Pick<AskingDeps, 'ids' | 'log'> & { provider: RegistryProvider };

export function createCivilRegistry(options: CivilRegistryOptions): CivilRegistry {
  const ask: Ask<RegistryQuery, CivilRegistryResult> = PROVIDERS[options.provider](options);
  const lookup = asking({ ...options, system: 'civil-registry' }, ask);
  return {
    lookup: (nationalCode, birthDate) =>
      lookup({ nationalCode, ...(birthDate && { birthDate: jalaliDate(birthDate) }) }),
  };
}
