/** Chance that can be repeated: the same seed makes the same choices. */
export interface Random {
  /** Whole, from 0 up to but without `below`. */
  below(below: number): number;
  /** True in this share of the cases, between 0 and 1. */
  chance(share: number): boolean;
  /** One of them. Throws when there is none. */
  pick<T>(choices: readonly T[]): T;
  /** A key, as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed);
  const random: Random = {
    below: (below) => Math.floor(next() * below),
    chance: (share) => next() < share,
    pick(choices) {
      if (choices.length === 0) throw new Error('There is nothing to choose from');
      return choices[random.below(choices.length)] as (typeof choices)[number];
    },
    weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
      const keys = Object.keys(weights) as Key[];
      let left = next() * keys.reduce((sum, key) => sum + weights[key], 0);
      return keys.find((key) => {
        left -= weights[key];
        return left < 0;
      }) as Key;
    },
  };
  return random;
}

/** Mulberry32, a well known small generator: 32 bits of state, good enough to choose what a monkey does. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
