/** What a payback follows. Pure. */
import type { Types } from 'mongoose';
import type { PaybackState } from '../../models/payback.ts';
import type { Decision } from './service.ts';

/** The state that a decision is about. */
export const FOLLOWS: Record<Decision, PaybackState> = {
  approved: 'requested',
  refused: 'requested',
  'paid-out': 'approved',
  failed: 'approved',
};

/** After these the money is in the wallet again. */
export const isReturned = (to: Decision) => to === 'refused' || to === 'failed';

/** Names the case of a payback. */
export const matterKey = (id: Types.ObjectId) => `payback-${id.toHexString()}`;
