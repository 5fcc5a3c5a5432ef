/** Our page before a gateway's: where the payment is paid, or what became of it. */
import { isValidObjectId } from 'mongoose';
import type { TopUp } from '../../models/top-up.ts';
import { asStored } from './returned.ts';
import type { EntranceOutcome, TopUpsDeps } from './service.ts';

export async function entrance(deps: TopUpsDeps, topUpId: string): Promise<EntranceOutcome | null> {
  const topUp = isValidObjectId(topUpId) ? await deps.models.TopUp.findById(topUpId).lean<TopUp>() : null;
  if (!topUp?.sessionId) return null;
  const gateway = deps.gateways.find(({ name }) => name === topUp.gateway);
  const address = gateway?.entrance?.(topUp.sessionId);
  if (topUp.state === 'sent' && address) return { type: 'open', topUp, address };
  return asStored(topUp, deps.clock());
}
