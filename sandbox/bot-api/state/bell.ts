/** Lets long polls wait for news of one chat without hearing of all the others. */

export interface Bell {
  ring(chatId: number): void;
  /** Resolves at the next ring, after `waitMs`, or when the signal is aborted, whichever comes first. */
  wait(chatId: number, waitMs: number, signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Map<number, Set<() => void>>();
  return {
    ring(chatId) {
      for (const wake of waiting.get(chatId) ?? []) wake();
    },
    wait: (chatId, waitMs, signal) =>
      new Promise((resolve) => {
        const sleepers = waiting.get(chatId) ?? new Set();
        waiting.set(chatId, sleepers);
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          sleepers.delete(wake);
          if (sleepers.size === 0) waiting.delete(chatId);
          resolve();
        };
        const timer = setTimeout(wake, waitMs);
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
      }),
  };
}
