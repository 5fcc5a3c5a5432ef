/**
 * The simulator: people at once on several processes that are killed and whose answers are lost.
 * `npm run simulate -- --seed 7 --steps 2000` plays for longer.
 */
import { expect, test } from '@jest/globals';
import { simulate } from '../simulate/run.ts';

/** As many as fit in the time of a test; this rejects when a deed fails, is not answered, or money and seats disagree. */
const STEPS = 60;
const SEED = 20;

test('whatever people do at once, and whoever is killed meanwhile, every deed has an outcome and the audit is clean', async () => {
  const { outcomes } = await simulate({ seed: SEED, steps: STEPS });
  expect(outcomes.get('confirm')?.get('enrolled')).toBeGreaterThan(0);
  expect(outcomes.get('withdraw')?.get('withdrawn')).toBeGreaterThan(0);
  expect(outcomes.get('returned')?.get('credited')).toBeGreaterThan(0);
  expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['join', 'killed in', 'lost answer']));
}, 300_000);
