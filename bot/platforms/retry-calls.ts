/**
 * Makes a call to a messenger again when it failed for a reason that passes: too many calls, a server's fault, a line
 * that broke. An outage of some minutes then costs people time, not answers.
 *
 * Waits grow to a limit, so that the first call after an outage is not long in coming; together they have a limit too,
 * whatever the messenger asks for. A call whose answer was lost on the way may have been obeyed; repeated, it shows a
 * message twice, which is better than not at all.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { HttpError, type Transformer } from 'grammy';

/** Before the second, third … attempt; the last one before each that follows. */
const WAITS_SECONDS = [0.5, 1, 2, 4, 8, 15, 15, 15];
const LAST_WAIT_SECONDS = 30;
/** A messenger that asks for more patience than this is not waited for: its answer would speak of another time. */
const LONGEST_WAIT_SECONDS = 60;
/** All waits of one call together. */
const PATIENCE_SECONDS = 240;

/** Refusals for calling too often: Telegram's, and Bale's of old. */
const TOO_MANY = new Set([429, 420]);

type Answer = Awaited<ReturnType<Parameters<Transformer>[0]>>;
type Pause = (seconds: number, giveUp: AbortSignal) => Promise<unknown>;

/** From the moment `stopping` is aborted nothing is waited for: what failed is handed on at once. */
export function retryCalls(stopping: AbortSignal, pause: Pause = pauseUnlessStopped): Transformer {
  return async (call, method, payload, signal) => {
    // Who asks for updates asks again anyway.
    if (method === 'getUpdates') return call(method, payload, signal);
    // grammY names the type of a polyfill; Node's own signal is what it gets on Node 20.
    const giveUp = signal ? AbortSignal.any([stopping, signal as AbortSignal]) : stopping;
    let patienceSeconds = PATIENCE_SECONDS;
    for (let attempt = 0; ; attempt += 1) {
      const [outcome] = await Promise.allSettled([call(method, payload, signal)]);
      const waitSeconds = secondsToWait(outcome, WAITS_SECONDS[attempt] ?? LAST_WAIT_SECONDS);
      patienceSeconds -= waitSeconds ?? 0;
      const isFinal = waitSeconds === null || waitSeconds > LONGEST_WAIT_SECONDS || patienceSeconds < 0;
      if (!isFinal && !giveUp.aborted) await pause(waitSeconds, giveUp);
      if (isFinal || giveUp.aborted) return handOn(outcome);
    }
  };
}

/** Until the call may succeed; null when it has succeeded or never will. */
function secondsToWait(outcome: PromiseSettledResult<Answer>, usualSeconds: number): number | null {
  if (outcome.status === 'rejected') return outcome.reason instanceof HttpError ? usualSeconds : null;
  const answer = outcome.value;
  if (answer.ok) return null;
  if (answer.parameters?.retry_after !== undefined) return answer.parameters.retry_after;
  return TOO_MANY.has(answer.error_code) || answer.error_code >= 500 ? usualSeconds : null;
}

function handOn<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

async function pauseUnlessStopped(seconds: number, giveUp: AbortSignal): Promise<void> {
  try {
    await delay(seconds * 1000, undefined, { signal: giveUp });
  } catch (error) {
    if (!giveUp.aborted) throw error;
  }
}
