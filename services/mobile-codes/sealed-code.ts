/** What of a one-time code is at rest. */
import type { Types } from 'mongoose';
import type { MobileCode } from '../../models/mobile-code.ts';
import type { Seal } from '../people/seal.ts';

export const mobileHash = (seal: Seal, mobile: string) => seal.hashOf(`mobile:${mobile}`);

/** Bound to its record: the same digits, sent twice, look different. */
export const codeHash = (seal: Seal, id: Types.ObjectId, code: string) =>
  seal.hashOf(`mobile-code:${id.toHexString()}:${code}`);

/** A number whose key is gone is as good as none: it is asked for again. */
export function openedMobile(seal: Seal, { _id, mobile }: Pick<MobileCode, '_id' | 'mobile'>): string | null {
  try {
    return seal.open(mobile, { of: 'mobile-code', id: _id, field: 'mobile' });
  } catch {
    return null;
  }
}
