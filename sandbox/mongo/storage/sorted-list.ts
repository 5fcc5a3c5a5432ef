/**
 * A sorted list of items, kept as a list of short blocks: finding is two binary searches, inserting moves one block
 * only. Items of equal key stay in the order of their sequence numbers.
 */
export interface Ranked {
  readonly sequence: number;
}

interface Block<T> {
  keys: string[];
  items: T[];
}

const maxBlock = 256;

export class SortedList<T extends Ranked> {
  readonly #blocks: Block<T>[];

  /** @param entries must be in order */
  constructor(entries: readonly (readonly [string, T])[] = []) {
    this.#blocks = entries.length === 0 ? [{ keys: [], items: [] }] : [];
    for (let from = 0; from < entries.length; from += maxBlock) {
      const part = entries.slice(from, from + maxBlock);
      this.#blocks.push({ keys: part.map(([key]) => key), items: part.map(([, item]) => item) });
    }
  }

  add(key: string, item: T): void {
    const at = this.#findBlock(key, item.sequence);
    const block = this.#blocks[at] as Block<T>;
    const position = lowerBound(block, key, item.sequence);
    if (block.keys[position] === key && block.items[position] === item) return;
    block.keys.splice(position, 0, key);
    block.items.splice(position, 0, item);
    if (block.keys.length > maxBlock) this.#split(at, position);
  }

  remove(key: string, item: T): void {
    const at = this.#findBlock(key, item.sequence);
    const block = this.#blocks[at] as Block<T>;
    const position = lowerBound(block, key, item.sequence);
    if (block.keys[position] !== key || block.items[position] !== item) return;
    block.keys.splice(position, 1);
    block.items.splice(position, 1);
    if (block.keys.length === 0 && this.#blocks.length > 1) this.#blocks.splice(at, 1);
  }

  /** The items with exactly this key. */
  at(key: string): T[] {
    return [...this.between(key, key)];
  }

  /** Items from one key to another, both included, in order or backwards. The list must not change meanwhile. */
  *between(low: string, high: string, backwards = false): Generator<T> {
    const [start, sequence, step] = backwards ? [high, Number.POSITIVE_INFINITY, -1] : [low, -1, 1];
    let at = this.#findBlock(start, sequence);
    let block = this.#blocks[at];
    let position = lowerBound(block as Block<T>, start, sequence) - (backwards ? 1 : 0);
    while (block !== undefined) {
      for (; position >= 0 && position < block.keys.length; position += step) {
        const key = block.keys[position] as string;
        if (backwards ? key < low : key > high) return;
        yield block.items[position] as T;
      }
      at += step;
      block = this.#blocks[at];
      position = backwards ? (block?.keys.length ?? 0) - 1 : 0;
    }
  }

  /** The last block whose first entry is not after the given one. */
  #findBlock(key: string, sequence: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const block = this.#blocks[middle] as Block<T>;
      if (isBefore(key, sequence, block.keys[0] as string, (block.items[0] as T).sequence)) high = middle - 1;
      else low = middle;
    }
    return low;
  }

  /** Keys that only grow, as those of `_id` do, leave full blocks behind instead of half-empty ones. */
  #split(at: number, lastInserted: number): void {
    const block = this.#blocks[at] as Block<T>;
    const grewAtEnd = at === this.#blocks.length - 1 && lastInserted === block.keys.length - 1;
    const keep = grewAtEnd ? maxBlock : maxBlock >> 1;
    this.#blocks.splice(at + 1, 0, { keys: block.keys.splice(keep), items: block.items.splice(keep) });
  }
}

function lowerBound<T extends Ranked>(block: Block<T>, key: string, sequence: number): number {
  let low = 0;
  let high = block.keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(block.keys[middle] as string, (block.items[middle] as T).sequence, key, sequence))
      low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(key: string, sequence: number, otherKey: string, otherSequence: number): boolean {
  return key < otherKey || (key === otherKey && sequence < otherSequence);
}
