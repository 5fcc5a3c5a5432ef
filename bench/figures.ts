/** What is told of a bot's speed. */
import type { CrowdResult } from './crowd.ts';
import { median, percentile } from './statistics.ts';

/** One repetition of one bot. */
export interface Figures {
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

/** What has been used since the start, in CPU seconds and calls of the Bot API. */
export interface Usage {
  bot: number;
  stores: number;
  calls: number;
}

/** What a crowd went through, with what was used before it came and after it had left. */
export function figuresOf(result: CrowdResult, before: Usage, after: Usage): Figures {
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

export function mediansOf(repetitions: Figures[]): Figures {
  const names = Object.keys(repetitions[0] ?? {}) as (keyof Figures)[];
  const entries = names.map((name) => [name, rounded(median(repetitions.map((figures) => figures[name])))]);
  return Object.fromEntries(entries) as Figures;
}

/** One line for people. */
export function describe(bot: string, figures: Figures): string {
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

/** To three places, enough for any of the figures. */
export function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
