/** How often one address may load pages that anybody can ask for. Kept in this process. */
import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;
/** Many people may stand behind one address. */
const VISITS_A_WINDOW = 120;
const ADDRESSES_KNOWN = 10_000;

/** Whether one more visit from this address is served. */
export type VisitLimit = (address: string) => boolean;

export function createVisitLimit(): VisitLimit {
  const visits = new LRUCache<string, number>({ max: ADDRESSES_KNOWN, ttl: WINDOW_MS, noUpdateTTL: true });
  return (address) => {
    const count = (visits.get(address) ?? 0) + 1;
    visits.set(address, count);
    return count <= VISITS_A_WINDOW;
  };
}
