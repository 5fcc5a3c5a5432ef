/**
 * `npm run bench:chat`: how fast virtual people get through self-enrolment, with karamooz and with two reference bots. The bots take
 * turns, each time in a fresh process with fresh databases, so that a machine that gets slower slows all of them.
 *
 * The last line is one JSON object; `ratio` is updates a second of karamooz ÷ of the conversations bot. `cpuRatio` says the
 * same of the bots' own CPU time (updates for a CPU second): it leaves out the databases, and what others do on the machine
 * disturbs it less.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BOT_NAMES, type BotName, type RunningBot, startBot } from './bots.ts';
import { cpuSeconds, keepProfiles } from './child-process.ts';
import { enrolCrowd } from './crowd.ts';
import { type FastBotApi, startFastBotApi } from './fast-bot-api.ts';
import { describe, type Figures, figuresOf, mediansOf, rounded, type Usage } from './figures.ts';
import { COURSE_TITLES } from './virtual-person.ts';

/** Ours ÷ the conversations bot, in updates a second. */
const AIM = 0.6;

const optionsSchema = z.object({
  /** People who enrol in one repetition. */
  people: z.coerce.number().int().min(1).max(100_000).default(1_000),
  /**
   * People before them who are not counted: the first ones pay for compiling. With 300 of them karamooz, which has more
   * code to compile, took 9 % more CPU time for an update than with 2,500, and the conversations bot 2 % more.
   */
  'warm-up': z.coerce.number().int().min(1).max(100_000).default(1_000),
  'at-once': z.coerce.number().int().min(1).max(10_000).default(50),
  /** Courses that people spread over; with 1, all take seats of the same. */
  courses: z.coerce.number().int().min(1).max(COURSE_TITLES.length).default(COURSE_TITLES.length),
  repetitions: z.coerce.number().int().min(1).max(100).default(3),
  /** Longest time for one crowd. */
  'limit-seconds': z.coerce.number().int().min(1).max(3_600).default(180),
  bots: z
    .string()
    .default(BOT_NAMES.join(','))
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(BOT_NAMES)).min(1)),
  /** A folder for CPU profiles of the bot and of the sandbox's MongoDB; taking them costs time itself. */
  profiles: z.string().optional(),
});
type Options = z.infer<typeof optionsSchema>;

const options = readOptions();
if (options.profiles) keepProfiles(options.profiles);
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
await main();

function readOptions(): Options {
  const names = Object.keys(optionsSchema.shape);
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  return optionsSchema.parse(values);
}

async function main(): Promise<void> {
  const results = new Map<BotName, Figures[]>(options.bots.map((bot) => [bot, []]));
  for (let repetition = 1; repetition <= options.repetitions; repetition += 1) {
    for (const [bot, figures] of results) {
      const measured = await measure(bot);
      figures.push(measured);
      console.log(`${repetition}. ${describe(bot, measured)}`);
    }
  }
  const medians = new Map([...results].map(([bot, figures]) => [bot, mediansOf(figures)]));
  console.log(`\nMedians of ${options.repetitions}:`);
  for (const [bot, figures] of medians) console.log(describe(bot, figures));
  console.log(JSON.stringify(summaryOf(medians)));
}

/** Starts the bot, lets the crowd enrol, and ends everything that was started. */
async function measure(name: BotName): Promise<Figures> {
  const api = await startFastBotApi();
  const bot = await startBot(name, api);
  try {
    return await Promise.race([measureRunning(bot, api), bot.child.died]);
  } finally {
    await bot.stop();
    await api.close();
  }
}

async function measureRunning(bot: RunningBot, api: FastBotApi): Promise<Figures> {
  const { people, courses, 'warm-up': warmUp, 'at-once': atOnce } = options;
  const crowd = { courses, atOnce, limitMs: options['limit-seconds'] * 1_000 };
  await enrolCrowd(api, { ...crowd, firstNumber: 1, people: warmUp });
  const before = usageOf(bot, api);
  const result = await enrolCrowd(api, { ...crowd, firstNumber: 1 + warmUp, people });
  return figuresOf(result, before, usageOf(bot, api));
}

function usageOf(bot: RunningBot, api: FastBotApi): Usage {
  const stores = bot.storePids.map(cpuSeconds);
  return {
    bot: cpuSeconds(bot.child.pid),
    stores: stores.reduce((sum, one) => sum + one, 0),
    calls: api.calls(),
  };
}

function summaryOf(medians: Map<BotName, Figures>): Record<string, unknown> {
  const ours = medians.get('ours');
  const reference = medians.get('conversations');
  const ratio = ours && reference ? rounded(ours.updatesPerSecond / reference.updatesPerSecond) : null;
  const cpuRatio =
    ours && reference ? rounded(reference.cpuSecondsPer1000Updates / ours.cpuSecondsPer1000Updates) : null;
  return {
    bench: 'chat',
    ratio,
    ratioOf: 'updates/s, ours ÷ conversations',
    cpuRatio,
    aim: AIM,
    holds: ratio !== null && ratio >= AIM,
    people: options.people,
    atOnce: options['at-once'],
    courses: options.courses,
    repetitions: options.repetitions,
    date: new Date().toISOString(),
    node: process.version,
    processors: cpus().map((processor) => processor.model),
    bots: Object.fromEntries(medians),
  };
}
