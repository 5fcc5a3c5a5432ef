/**
 * The monkey: people who do anything at all, everywhere, on both messengers. `npm run monkey -- --steps 10000 --seed 7`
 * plays for longer.
 */
import { expect, test } from '@jest/globals';
import { runMonkey, unmet } from '../../monkey/run.ts';

/** As many as fit in the time of a test; each step was answered, and without a fault of ours, or this rejects. */
const STEPS = 500;
const SEED = 7;

test('whatever is sent or tapped wherever is answered, nothing fails, and the books agree', async () => {
  const report = await runMonkey({ steps: STEPS, seed: SEED, stepsAtMost: 5 * STEPS });
  expect(unmet(report)).toEqual([]);
  expect(report.answers).toBeGreaterThan(STEPS / 2);
  expect(report.findings).toEqual([]);
}, 300_000);
