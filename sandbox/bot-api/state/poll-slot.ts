/** The place of the one getUpdates call that may wait for news. */
import type { BotApiError } from '../errors.ts';

export interface PollSlot {
  /** Resolves at `wake`, after so many seconds, or when the client has gone; rejects at `fail`. */
  wait(seconds: number, signal: AbortSignal): Promise<void>;
  wake(): void;
  fail(error: BotApiError): void;
}

interface Waiter {
  wake(): void;
  fail(error: BotApiError): void;
}

export function createPollSlot(): PollSlot {
  let waiter: Waiter | null = null;

  return {
    wait: (seconds, signal) =>
      new Promise<void>((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          // Frees the place at once: what wakes the wait may also begin the next one.
          if (waiter === mine) waiter = null;
        };
        const wake = () => {
          leave();
          resolve();
        };
        const fail = (error: BotApiError) => {
          leave();
          reject(error);
        };
        const mine: Waiter = { wake, fail };
        const timer = setTimeout(wake, seconds * 1_000);
        signal.addEventListener('abort', wake);
        waiter = mine;
      }),
    wake: () => waiter?.wake(),
    fail: (error) => waiter?.fail(error),
  };
}
