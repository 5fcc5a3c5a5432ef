/**
 * The monkey: people who do anything at all, everywhere, on both messengers. `npm run monkey -- --steps 10000 --seed 7`
 * plays for longer.
 */
import { expect, test } from '@jest/globals';
import { runMonkey } from '../../monkey/run.ts';

/** As many as fit in the time of a test; each step was answered, and without a fault of ours, or this rejects. */
const STEPS = 700;
const SEED = 7;

test('whatever is sent or tapped wherever is answered, nothing fails, and the books agree', async () => {
  const { visits, answers, findings } = await runMonkey({ steps: STEPS, seed: SEED });
  const places = [...visits].map(([place, acts]) => ({ place, isVisited: acts.size > 0 }));
  expect(places.filter(({ isVisited }) => !isVisited)).toEqual([]);
  expect(answers).toBeGreaterThan(STEPS / 2);
  expect(findings).toEqual([]);
}, 180_000);
