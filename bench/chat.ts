/**
 * `npm run bench:chat`: how fast virtual people get through self-enrolment, with karamooz and with two reference bots. The bots take
 * turns, each time in a fresh process with fresh databases, so that a machine that gets slower slows all of them.
 *
 * The last line is one JSON object; `ratio` is updates a second of karamooz ÷ of the conversations bot.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BOT_NAMES, type BotName, startBot } from './bots.ts';
import { cpuSeconds } from './child-process.ts';
import { type CrowdResult, enrolCrowd } from './crowd.ts';
import { startFastBotApi } from './fast-bot-api.ts';
import { median, percentile } from './statistics.ts';

/** Ours ÷ the conversations bot, in updates a second. */
const AIM = 0.6;

const optionsSchema = z.object({
  /** People who enrol in one repetition. */
  people: z.coerce.number().int().min(1).max(100_000).default(1_000),
  /** People before them who are not counted: the first ones pay for compiling. */
  'warm-up': z.coerce.number().int().min(1).max(100_000).default(300),
  'at-once': z.coerce.number().int().min(1).max(10_000).default(50),
  repetitions: z.coerce.number().int().min(1).max(100).default(3),
  /** Longest time for one crowd. */
  'limit-seconds': z.coerce.number().int().min(1).max(3_600).default(180),
  bots: z
    .string()
    .default(BOT_NAMES.join(','))
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(BOT_NAMES)).min(1)),
});
type Options = z.infer<typeof optionsSchema>;

/** One repetition of one bot. */
interface Figures {
  conversationsPerSecond: number;
  updatesPerSecond: number;
  answerMsP50: number;
  answerMsP99: number;
  cpuSecondsPer1000Updates: number;
  /** Of the databases behind the bot, which share the machine with it. */
  storeCpuSecondsPer1000Updates: number;
  /** Calls of Bot API methods for one update. */
  callsPerUpdate: number;
}

const options = readOptions();
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
  try {
    const bot = await startBot(name, api);
    try {
      const warmUp = options['warm-up'];
      await Promise.race([crowd(1, warmUp), bot.child.died]);
      const before = usage();
      const result = await Promise.race([crowd(1 + warmUp, options.people), bot.child.died]);
      return figuresOf(result, before, usage());

      function crowd(firstNumber: number, people: number): Promise<CrowdResult> {
        const limitMs = options['limit-seconds'] * 1_000;
        return enrolCrowd(api, { firstNumber, people, atOnce: options['at-once'], limitMs });
      }

      function usage(): Usage {
        const stores = bot.storePids.map(cpuSeconds);
        return {
          bot: cpuSeconds(bot.child.pid),
          stores: stores.reduce((sum, one) => sum + one, 0),
          calls: api.calls(),
        };
      }
    } finally {
      await bot.stop();
    }
  } finally {
    await api.close();
  }
}

/** What has been used since the start, in CPU seconds and calls of the Bot API. */
interface Usage {
  bot: number;
  stores: number;
  calls: number;
}

function figuresOf(result: CrowdResult, before: Usage, after: Usage): Figures {
  const thousands = result.updates / 1_000;
  return {
    conversationsPerSecond: result.conversations / result.seconds,
    updatesPerSecond: result.updates / result.seconds,
    answerMsP50: percentile(result.answerMs, 0.5),
    answerMsP99: percentile(result.answerMs, 0.99),
    cpuSecondsPer1000Updates: (after.bot - before.bot) / thousands,
    storeCpuSecondsPer1000Updates: (after.stores - before.stores) / thousands,
    callsPerUpdate: (after.calls - before.calls) / result.updates,
  };
}

function mediansOf(repetitions: Figures[]): Figures {
  const names = Object.keys(repetitions[0] ?? {}) as (keyof Figures)[];
  const entries = names.map((name) => [name, rounded(median(repetitions.map((figures) => figures[name])))]);
  return Object.fromEntries(entries) as Figures;
}

function describe(bot: BotName, figures: Figures): string {
  return [
    bot.padEnd(14),
    `${figures.conversationsPerSecond.toFixed(0).padStart(5)} conversations/s`,
    `${figures.updatesPerSecond.toFixed(0).padStart(6)} updates/s`,
    `answer p50 ${figures.answerMsP50.toFixed(1)} ms, p99 ${figures.answerMsP99.toFixed(1)} ms`,
    `CPU per 1,000 updates: bot ${figures.cpuSecondsPer1000Updates.toFixed(2)} s,`,
    `databases ${figures.storeCpuSecondsPer1000Updates.toFixed(2)} s`,
    `${figures.callsPerUpdate.toFixed(1)} calls per update`,
  ].join('  ');
}

function summaryOf(medians: Map<BotName, Figures>): Record<string, unknown> {
  const ours = medians.get('ours');
  const reference = medians.get('conversations');
  const ratio = ours && reference ? rounded(ours.updatesPerSecond / reference.updatesPerSecond) : null;
  return {
    bench: 'chat',
    ratio,
    ratioOf: 'updates/s, ours ÷ conversations',
    aim: AIM,
    holds: ratio !== null && ratio >= AIM,
    people: options.people,
    atOnce: options['at-once'],
    repetitions: options.repetitions,
    date: new Date().toISOString(),
    node: process.version,
    processors: cpus().map((processor) => processor.model),
    bots: Object.fromEntries(medians),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
