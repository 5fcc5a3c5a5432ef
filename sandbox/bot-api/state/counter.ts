/** A number in the store that only grows, so that no id is given twice, not even after what bore it is deleted. */
import type { Store } from '../../store.ts';

export interface Counter {
  next(): number;
}

/** `atLeast` is the first number given; higher when the store knows of later ones. */
export function createCounter(store: Store, name: string, atLeast: number): Counter {
  const counters = store.map<number>('bot-api.counters');
  return {
    next() {
      const value = Math.max(atLeast, counters.get(name) ?? atLeast);
      counters.set(name, value + 1);
      return value;
    },
  };
}
