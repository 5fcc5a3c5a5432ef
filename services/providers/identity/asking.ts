/**
 * One question to an identity service: with a track id that is logged with code and time, and never with the answer; and
 * asked once more when it failed at once, since looking something up changes nothing. A time-out is not repeated: the
 * person has waited long enough.
 */
import { ConstantBackoff, handleWhenResult, retry } from 'cockatiel';
import type { Logger } from 'pino';
import type { System } from '../../breakers/systems.ts';
import type { Ids } from '../../clock.ts';
import type { Ask } from './aggregator.ts';
import { isWorthRepeating, LOG_LEVELS, type Unavailable } from './answers.ts';

export interface AskingDeps {
  system: System;
  provider: string;
  ids: Pick<Ids, 'operation'>;
  log: Logger;
}

const ASKED_AGAIN = 1;
const AGAIN_AFTER_MS = 150;

export function asking<Query, Result extends { type: string } | Unavailable>(
  deps: AskingDeps,
  ask: Ask<Query, Result>,
): (query: Query) => Promise<Result> {
  const again = retry(
    handleWhenResult((result) => isWorthRepeating(result as Result)),
    { maxAttempts: ASKED_AGAIN, backoff: new ConstantBackoff(AGAIN_AFTER_MS) },
  );
  return (query) => again.execute(() => askOnce(deps, ask, query));
}

async function askOnce<Query, Result extends { type: string } | Unavailable>(
  { system, provider, ids, log }: AskingDeps,
  ask: Ask<Query, Result>,
  query: Query,
): Promise<Result> {
  const trackId = ids.operation();
  const begun = performance.now();
  const result = await ask(query, trackId);
  const call = { system, provider, trackId, ms: Math.round(performance.now() - begun) };
  if (!('fault' in result)) log.info({ ...call, code: 'answered' }, 'an identity service was asked');
  else {
    const { fault, reason } = result;
    log[LOG_LEVELS[fault]]({ ...call, fault, code: reason }, 'an identity service did not answer');
  }
  return result;
}
