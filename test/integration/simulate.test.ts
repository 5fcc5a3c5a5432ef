/**
 * The simulator: people at once on both messengers, and processes that are killed. `npm run simulate -- --seed 7 --steps
 * 2000` plays for longer.
 */
import { expect, test } from '@jest/globals';
import { simulate } from '../simulate/run.ts';

/** As many as fit in the time of a test; this rejects when somebody is not answered, or money and seats disagree. */
const STEPS = 200;
/** One that lets each kind of process die once, wipes Redis, and has a gateway away. */
const SEED = 50;
const STRIKES = ['struck: bot', 'struck: jobs', 'struck: redis wiped', 'struck: gateway'];

test('whatever people do at once, and whatever is killed meanwhile, everybody is answered and the books agree', async () => {
  const { counts, waits, states } = await simulate({ seed: SEED, steps: STEPS });
  expect([...counts.keys()]).toEqual(expect.arrayContaining(STRIKES));
  expect(waits.length).toBeGreaterThan(STEPS / 4);
  expect([...states.keys()].filter((state) => /^(enrolment|payment) /.test(state))).not.toEqual([]);
}, 300_000);
