/**
 * What can come of asking an identity service, whoever sells it. A closed set: each kind has its log level here, and what
 * people hear of it in `services/identity/`. That nothing is known is never a "no".
 */

/**
 * Whose fault it is that nothing is known. `theirs`: down, slow or talking nonsense. `ours`: our token, address, credit
 * or contract; a human must mend it. `quota`: we ask more often than we may.
 */
export type Fault = 'theirs' | 'ours' | 'quota';

/** Nothing is known; to be asked again later. `reason` is a code or a short word, fit for a log. */
export interface Unavailable {
  type: 'unavailable';
  fault: Fault;
  reason: string;
}

export type MobileOwnershipResult =
  | { type: 'match' }
  /**
   * The mobile is registered to somebody else (often a parent or a company), or to nobody. `why`: the service says more,
   * that nobody has this code, or that it is none.
   */
  | { type: 'mismatch'; why?: 'no-such-code' | 'bad-input' }
  | Unavailable;

export type CivilRegistryResult =
  | { type: 'found'; firstName: string; lastName: string }
  | { type: 'not-found' }
  | { type: 'deceased' }
  /** The service takes the code for none, though its check digit is right. */
  | { type: 'bad-input' }
  | Unavailable;

export const unavailable = (fault: Fault, reason: string): Unavailable => ({
  type: 'unavailable',
  fault,
  reason,
});

/** What the birth date is called when a contract demands it: nobody may be asked for it (N1), so it is a fault of ours. */
export const NEEDS_BIRTH_DATE = unavailable('ours', 'needs a birth date');

export const LOG_LEVELS: Record<Fault, 'warn' | 'error'> = { theirs: 'warn', ours: 'error', quota: 'warn' };

/** Whether the same question may be asked again at once: looking something up changes nothing. */
export const isWorthRepeating = (result: { type: string }): boolean =>
  isUnavailable(result) && result.fault === 'theirs' && result.reason !== 'timeout';

/** What a breaker counts: being told that we ask too often shows that somebody is there. */
export const isOutage = (result: { type: string }): boolean =>
  isUnavailable(result) && result.fault !== 'quota';

function isUnavailable(result: { type: string }): result is Unavailable {
  return result.type === 'unavailable';
}

/** Known to be down, so nobody was asked. */
export const NOBODY_ASKED = unavailable('theirs', 'not asked');
export const wasAsked = ({ reason }: Unavailable): boolean => reason !== NOBODY_ASKED.reason;
