/** The civil registry: the name that belongs to a national code. */
import { z } from 'zod';
import { createInquiry, type InquiryOptions } from './inquiry.ts';

export type CivilRegistryResult =
  | { type: 'found'; firstName: string; lastName: string }
  | { type: 'not-found' }
  | { type: 'deceased' }
  /** Nothing is known; to be asked again later. */
  | { type: 'unavailable'; reason: string };

export interface CivilRegistry {
  /** `nationalCode` of ten digits with a valid check digit. Never rejects. */
  lookup(nationalCode: string): Promise<CivilRegistryResult>;
}

const dataSchema = z.object({
  matched: z.boolean(),
  first_name: z.string().trim().nullish(),
  last_name: z.string().trim().nullish(),
  alive: z.boolean().nullish(),
  is_dead: z.boolean().nullish(),
});

export function createCivilRegistry(options: InquiryOptions): CivilRegistry {
  const inquire = createInquiry(options, 'national_identity_inquiry', dataSchema);
  return {
    async lookup(nationalCode) {
      const result = await inquire({ national_code: nationalCode });
      return result.type === 'unavailable' ? result : entryOf(result.data);
    },
  };
}

function entryOf(data: z.infer<typeof dataSchema>): CivilRegistryResult {
  if (!data.matched) return { type: 'not-found' };
  if (data.is_dead === true || data.alive === false) return { type: 'deceased' };
  if (!data.first_name || !data.last_name) return { type: 'unavailable', reason: 'no name in the answer' };
  return { type: 'found', firstName: data.first_name, lastName: data.last_name };
}
