/** What the companies that resell Shahkar and the civil registry have in common. */
import type { HttpOutcome } from '../http.ts';
import { type Fault, type Unavailable, unavailable } from './answers.ts';

export interface AggregatorOptions {
  apiRoot: string;
  /** Bearer token, business token or client secret: whatever of ours is secret there. */
  token: string;
  /** Our name there, where they give one (U-ID: business id; Finnotech: client id). */
  clientId: string;
  timeoutMs: number;
}

/** Asks for one pair; `trackId` is ours, for their support and our log. */
export type Ask<Query, Result> = (query: Query, trackId: string) => Promise<Result>;

export interface OwnershipQuery {
  /** Ten digits with a valid check digit. */
  nationalCode: string;
  /** `09…` */
  mobile: string;
}

export interface RegistryQuery {
  nationalCode: string;
  /** Jalali, `1377/09/03`; given where the national window has told it. */
  birthDate?: string;
}

/** What can be known from the HTTP status alone; the aggregator's own codes have been looked at before. */
export function unavailableBy(outcome: HttpOutcome, code?: string | number): Unavailable {
  if (outcome.type !== 'answered') return unavailable('theirs', outcome.reason);
  return unavailable(
    faultOfStatus(outcome.status),
    code === undefined ? `http ${outcome.status}` : String(code),
  );
}

function faultOfStatus(status: number): Fault {
  if (status === 429) return 'quota';
  // 404 and the like: a wrong address or an interface that has changed.
  return status >= 400 && status < 500 && status !== 408 ? 'ours' : 'theirs';
}
