/**
 * Lets work on one thing wait its turn within this process.
 *
 * Transactions that write the same document at once make each other start over; with fifty at a time most of the work
 * is thrown away. Correctness never depends on this (other processes do not queue here), only the effort does.
 */
export type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createTurns(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = last.get(key) ?? Promise.resolve();
    // The one before may have failed; that is its own caller's affair.
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
