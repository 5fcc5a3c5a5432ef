/**
 * Joins what is asked for at about the same time: while one batch is on its way, what comes meanwhile goes together in
 * the next. Nobody waits when little happens; the more there is to do, the larger the batches and the less each costs.
 */

/** Does the work for `item` together with others; rejects for all of a batch when the batch fails as a whole. */
export type InBatches<Item, Result> = (item: Item) => Promise<Result>;

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/** `run` gets at most `most` items and gives a result for each, in their order. */
export function inBatches<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  most: number,
): InBatches<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      // What comes in this turn of the event loop goes together.
      setImmediate(() => void runAll());
    });

  /** Never throws: a batch that fails is told to those who asked. */
  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await runOne(batch);
    }
    isRunning = false;
  }

  async function runOne(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      if (results.length !== batch.length)
        throw new Error('A batch gave another number of results than items');
      results.forEach((result, index) => {
        batch[index]?.resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
