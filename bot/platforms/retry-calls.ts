/**
 * Makes a call to a messenger again when it failed for a reason that passes: too many calls, a server's fault, a line
 * that broke. An outage of some minutes then costs people time, not answers.
 *
 * Waits grow to a limit, so that the first call after an outage is not long in coming. A call whose answer was lost on
 * the way may have been obeyed; repeated, it shows a message twice, which is better than not at all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { HttpError, type Transformer } from 'grammy';

/** Before the second, third … attempt; together about four minutes. */
const WAITS_SECONDS = [0.5, 1, 2, 4, 8, 15, 15, 15, 30, 30, 30, 30, 30, 30];
/** A messenger that asks for more patience than this is not waited for: somebody else's chat would wait too. */
const LONGEST_WAIT_SECONDS = 60;

export function retryCalls(
  pause: (seconds: number) => Promise<unknown> = (seconds) => delay(seconds * 1000),
): Transformer {
  return async (call, method, payload, signal) => {
    // Who asks for updates asks again anyway.
    if (method === 'getUpdates') return call(method, payload, signal);
    for (const waitSeconds of WAITS_SECONDS) {
      try {
        const answer = await call(method, payload, signal);
        const afterSeconds = answer.ok ? null : retryAfter(answer, waitSeconds);
        if (afterSeconds === null || afterSeconds > LONGEST_WAIT_SECONDS) return answer;
        await pause(afterSeconds);
      } catch (error) {
        if (!(error instanceof HttpError) || signal?.aborted) throw error;
        await pause(waitSeconds);
      }
    }
    return call(method, payload, signal);
  };
}

/** When a refused call may succeed; null when it never will. */
function retryAfter(
  answer: { error_code: number; parameters?: { retry_after?: number } },
  waitSeconds: number,
): number | null {
  if (answer.parameters?.retry_after !== undefined) return answer.parameters.retry_after;
  return answer.error_code === 429 || answer.error_code >= 500 ? waitSeconds : null;
}
