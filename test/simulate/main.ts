/**
 * `npm run simulate -- --seed 7 --steps 2000`: the simulator for longer than in the tests. Prints what was done and what
 * came of it; exit code 1, with what was found and how to play it again, when something was not as it must be.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Report } from './report.ts';
import { simulate } from './run.ts';

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

function print({ counts, taps, waits, states }: Report, seconds: number): void {
  const listed = (map: Map<string, number>) => [...map].map(([what, times]) => `${what} ${times}`).join(', ');
  console.log(listed(counts));
  console.log(`Buttons: ${listed(taps)}`);
  console.log(`In the end: ${listed(states)}`);
  const sorted = [...waits].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  console.log(`${waits.length} answers: half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms`);
  console.log(
    `${options.steps} steps in ${seconds.toFixed(0)} s; nobody was left without an answer, the books agree`,
  );
}
