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
  #blocks: Block<T>[] = [{ keys: [], items: [] }];
  size = 0;

  /** Adds an item under a key; false when it is there already. */
  add(key: string, item: T): boolean {
    const at = this.#findBlock(key, item.sequence);
    const block = this.#blocks[at] as Block<T>;
    const position = lowerBound(block, key, item.sequence);
    if (block.keys[position] === key && block.items[position] === item) return false;
    block.keys.splice(position, 0, key);
    block.items.splice(position, 0, item);
    this.size += 1;
    if (block.keys.length > maxBlock) this.#split(at, position);
    return true;
  }

  remove(key: string, item: T): void {
    const at = this.#findBlock(key, item.sequence);
    const block = this.#blocks[at] as Block<T>;
    const position = lowerBound(block, key, item.sequence);
    if (block.keys[position] !== key || block.items[position] !== item) return;
    block.keys.splice(position, 1);
    block.items.splice(position, 1);
    this.size -= 1;
    if (block.keys.length === 0 && this.#blocks.length > 1) this.#blocks.splice(at, 1);
  }

  /** The items with exactly this key. */
  at(key: string): T[] {
    const found: T[] = [];
    for (const [at, item] of this.between(key, key)) if (at === key) found.push(item);
    return found;
  }

  /** Items from one key to another, both included, in order or backwards. The list must not change meanwhile. */
  *between(low: string, high: string, backwards = false): Generator<[string, T]> {
    if (backwards) yield* this.#backwards(low, high);
    else yield* this.#forwards(low, high);
  }

  *#forwards(low: string, high: string): Generator<[string, T]> {
    let at = this.#findBlock(low, -1);
    let position = lowerBound(this.#blocks[at] as Block<T>, low, -1);
    for (let block = this.#blocks[at]; block !== undefined; block = this.#blocks[++at], position = 0) {
      for (; position < block.keys.length; position++) {
        const key = block.keys[position] as string;
        if (key > high) return;
        yield [key, block.items[position] as T];
      }
    }
  }

  *#backwards(low: string, high: string): Generator<[string, T]> {
    let at = this.#findBlock(high, Number.MAX_SAFE_INTEGER);
    let position = lowerBound(this.#blocks[at] as Block<T>, high, Number.MAX_SAFE_INTEGER) - 1;
    for (let block = this.#blocks[at]; block !== undefined; block = this.#blocks[--at]) {
      for (; position >= 0; position--) {
        const key = block.keys[position] as string;
        if (key < low) return;
        yield [key, block.items[position] as T];
      }
      position = (this.#blocks[at - 1]?.keys.length ?? 0) - 1;
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
