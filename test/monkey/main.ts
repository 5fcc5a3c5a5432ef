/**
 * `npm run monkey -- --steps 10000 --seed 7`: the monkey for longer than in the tests. Prints where it was and what was
 * said there; exit code 1 when a step was not answered as it should be, the audit finds something, or some place or kind
 * of button was never met in ten thousand steps.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadTexts, readLocale } from '../../texts/texts.ts';
import { type MonkeyReport, runMonkey, unmet } from './run.ts';

const optionsSchema = z.object({
  steps: z.coerce.number().int().positive().default(10_000),
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
const report = await runMonkey(options);
print(report, (performance.now() - startedAt) / 1_000);
/** In so many steps everything that the bot has is to be met; in fewer, chance may leave something out. */
const STEPS_TO_MEET_ALL = 10_000;
const missed = options.steps >= STEPS_TO_MEET_ALL ? unmet(report) : [];
if (missed.length > 0) console.log(`Never met, though there was time enough: ${missed.join(', ')}`);
process.exitCode = report.findings.length === 0 && missed.length === 0 ? 0 : 1;

function print({ visits, taps, events, textsShown, answers, findings }: MonkeyReport, seconds: number): void {
  for (const [place, acts] of visits) {
    const kinds = [...acts].map(([kind, times]) => `${kind} ${times}`).join(', ');
    console.log(`${place}: ${kinds || 'never'}`);
  }
  console.log(`Buttons: ${[...taps].map(([kind, times]) => `${kind} ${times || 'never'}`).join(', ')}`);
  console.log(`Around them: ${[...events].map(([event, times]) => `${event} ${times}`).join(', ')}`);
  const unseen = textKeys().filter((key) => !textsShown.has(key));
  console.log(`Texts shown: ${textsShown.size}; never: ${unseen.join(', ')}`);
  for (const finding of findings) console.log(`Audit: ${JSON.stringify(finding)}`);
  console.log(
    `${answers} answers in ${seconds.toFixed(0)} s; the audit has ${findings.length} findings in the end`,
  );
}

/** Of the chat; other channels have texts of their own. */
function textKeys(): string[] {
  const keys = readLocale('fa').match(/^[a-z][a-z0-9-]*(?= =)/gm) ?? [];
  return keys.filter((key) => loadTexts().fa.has(key) && !/^(sms|karpooshe|page)-/.test(key));
}
