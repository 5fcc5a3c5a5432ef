/**
 * The monkey: people who do anything at all, everywhere, on both messengers. `npm run monkey -- --steps 10000 --seed 7`
 * plays for longer, and must meet everything.
 */
import { expect, test } from '@jest/globals';
import { runMonkey } from '../../monkey/run.ts';

/** As many as fit in the time of a test; each step was answered, and without a fault of ours, or this rejects. */
const STEPS = 500;
const SEED = 7;

test('whatever is sent or tapped wherever is answered, nothing fails, and the books agree', async () => {
  const report = await runMonkey({ steps: STEPS, seed: SEED });
  const visited = [...report.visits.values()].filter((acts) => acts.size > 0);
  // In so few steps chance leaves many places out.
  expect(visited.length).toBeGreaterThan(report.visits.size * 0.5);
  expect(report.answers).toBeGreaterThan(STEPS / 2);
  expect(report.findings).toEqual([]);
}, 300_000);
