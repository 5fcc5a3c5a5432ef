/** Waiting for a condition, never for time. */
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 40;

/**
 * Asks again and again, every `everyMs`, until `look` gives something other than null, undefined or false, and returns that. Rejects after
 * `withinMs` with `what`, so that a failed test says what never came true.
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 25_000,
  everyMs = POLL_MS,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`It did not come true within ${withinMs} ms: ${what}`);
    await delay(everyMs);
  }
}
