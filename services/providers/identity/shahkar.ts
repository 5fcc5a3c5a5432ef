/** Shahkar: does this mobile belong to this national code? The operators' register says yes or no, never who. */
import { z } from 'zod';
import { createInquiry, type InquiryOptions } from './inquiry.ts';

export type MobileOwnershipResult =
  | { type: 'match' }
  /** The mobile is registered to somebody else (often a parent or a company), or to nobody. */
  | { type: 'mismatch' }
  /** Nothing is known; to be asked again later. */
  | { type: 'unavailable'; reason: string };

export interface MobileOwnership {
  /** `nationalCode` of ten digits with a valid check digit, `mobile` as `09…`. Never rejects. */
  match(nationalCode: string, mobile: string): Promise<MobileOwnershipResult>;
}

const dataSchema = z.object({ matched: z.boolean() });

export function createShahkar(options: InquiryOptions): MobileOwnership {
  const inquire = createInquiry(options, 'shahkar', dataSchema);
  return {
    async match(nationalCode, mobile) {
      const result = await inquire({ national_code: nationalCode, mobile });
      if (result.type === 'unavailable') return result;
      return { type: result.data.matched ? 'match' : 'mismatch' };
    },
  };
}
