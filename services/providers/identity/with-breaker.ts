/**
 * A civil registry that is known to be down is not asked: after a few failures in a row everybody is spared the wait,
 * and one question after a while finds out whether it is back (N2).
 */
import { ConsecutiveBreaker, circuitBreaker, handleWhenResult, isBrokenCircuitError } from 'cockatiel';
import type { CivilRegistry } from './civil-registry.ts';

type Answer = Awaited<ReturnType<CivilRegistry['lookup']>>;

const FAILURES_IN_A_ROW = 3;
const ASK_AGAIN_AFTER_MS = 10_000;

export function withBreaker(registry: CivilRegistry): CivilRegistry {
  const unavailable = handleWhenResult((answer) => (answer as Answer).type === 'unavailable');
  const breaker = circuitBreaker(unavailable, {
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
    halfOpenAfter: ASK_AGAIN_AFTER_MS,
  });
  return {
    async lookup(nationalCode) {
      try {
        return await breaker.execute(() => registry.lookup(nationalCode));
      } catch (error) {
        if (isBrokenCircuitError(error)) return { type: 'unavailable', reason: 'known to be down' };
        throw error;
      }
    },
  };
}
