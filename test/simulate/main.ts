/**
 * `npm run simulate -- --seed 7 --steps 2000`: the simulator for longer than in the tests. Prints what was done and what
 * came of it; exit code 1, with what was found and how to play it again, when something was not as it must be.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type SimulationReport, simulate } from './run.ts';

const optionsSchema = z.object({
  steps: z.coerce.number().int().positive().default(2_000),
  seed: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(() => Date.now() % 1_000_000),
});

const { values } = parseArgs({ options: { steps: { type: 'string' }, seed: { type: 'string' } } });
const options = optionsSchema.parse(values);
console.log(`${options.steps} steps with seed ${options.seed}`);
const startedAt = performance.now();
try {
  print(await simulate(options), (performance.now() - startedAt) / 1_000);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}

function print({ steps, outcomes }: SimulationReport, seconds: number): void {
  for (const [deed, counts] of outcomes) {
    console.log(`${deed}: ${[...counts].map(([outcome, times]) => `${outcome} ${times}`).join(', ')}`);
  }
  console.log(`${steps} steps in ${seconds.toFixed(0)} s; the audit found nothing`);
}
