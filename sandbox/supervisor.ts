/**
 * Keeps one child process running.
 *
 * States: `stopped` (before the first start, after `stop`, and between a death and the next attempt) → `starting`
 * (the process runs, it does not serve yet) → `ready` (it serves) → `stopped`. A child that ends by itself is started
 * again after a short while that grows as long as it keeps dying early. Only the very first start may fail for good:
 * then something is wrong that another attempt would not mend.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChildLog, openChildLog } from './child-log.ts';
import { StartProblem } from './start-problem.ts';

export type ChildState = 'starting' | 'ready' | 'stopped';

export interface ChildPlan {
  /** What people call it in messages. */
  name: string;
  /** Its output is appended here. */
  logFile: string;
  /** Starts the process, with its output piped. */
  spawn(): ChildProcess;
  /** Resolves when the process serves. Must give up when `gone` is aborted: the process has ended. */
  untilReady(child: ChildProcess, gone: AbortSignal): Promise<void>;
  /** How long it may take to end after SIGTERM before it is killed. */
  stopTimeoutMs: number;
  onState?(state: ChildState, child: ChildProcess | undefined): void;
  /** Every line that the child prints. */
  onLine?(line: string): void;
}

export interface Supervised {
  /** Resolves when the child serves; rejects with a StartProblem when it does not come up. */
  start(): Promise<void>;
  status(): ChildStatus;
  /** Sends a signal to the running child; `false` when there is none. It is started again without growing pauses. */
  signal(signal: NodeJS.Signals): boolean;
  /** Ends the child for good. */
  stop(): Promise<void>;
}

export interface ChildStatus {
  state: ChildState;
  pid: number | null;
  /** How often it was started again. */
  restarts: number;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now: () => number;
}

const READY_TIMEOUT_MS = 60_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** A child that served at least this long before it died was well; the next pause is the first again. */
const WELL_AFTER_MS = 1_000;
/** Last lines of the log that are shown when a child does not come up. */
const LINES_SHOWN = 12;

interface Supervision {
  plan: ChildPlan;
  clock: Clock;
  log: ChildLog;
  child: ChildProcess | undefined;
  state: ChildState;
  restarts: number;
  earlyDeaths: number;
  readyAt: number | undefined;
  /** Aborted when the child shall not come back. */
  ending: AbortController;
  /** The loop that brings the child back. */
  keeping: Promise<void>;
}

export function supervise(plan: ChildPlan, clock: Clock): Supervised {
  const supervision: Supervision = {
    plan,
    clock,
    log: openChildLog(plan.logFile, LINES_SHOWN),
    child: undefined,
    state: 'stopped',
    restarts: 0,
    earlyDeaths: 0,
    readyAt: undefined,
    ending: new AbortController(),
    keeping: Promise.resolve(),
  };
  return {
    start: () => start(supervision),
    status: () => ({
      state: supervision.state,
      pid: supervision.child?.pid ?? null,
      restarts: supervision.restarts,
    }),
    signal(signal) {
      supervision.earlyDeaths = 0;
      supervision.readyAt = undefined;
      return supervision.child?.kill(signal) ?? false;
    },
    stop: () => stop(supervision),
  };
}

async function start(supervision: Supervision): Promise<void> {
  const { plan, log } = supervision;
  const life = bringUp(supervision);
  try {
    await life.ready;
  } catch (error) {
    await stop(supervision);
    const shown = log.lastLines().map((line) => `  ${line}`);
    throw new StartProblem(
      [
        `The ${plan.name} did not start: ${reasonOf(error)}. Its log is ${plan.logFile}; the last lines:`,
        ...shown,
      ].join('\n'),
    );
  }
  supervision.keeping = keepRunning(supervision, life);
}

/** One run of the child, from its birth to its end. */
interface Life {
  ready: Promise<void>;
  ended: Promise<void>;
}

function bringUp(supervision: Supervision): Life {
  const { plan, log, clock } = supervision;
  const child = plan.spawn();
  const gone = new AbortController();
  supervision.child = child;
  supervision.readyAt = undefined;
  enter(supervision, 'starting');
  log.record(child, plan.onLine);

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // `close` comes after `exit`, when its last words have been read.
    child.once('close', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const endedEarly = ended.then((how) => {
    gone.abort();
    throw new Error(how);
  });
  const ready = Promise.race([withDeadline(plan.untilReady(child, gone.signal)), endedEarly]).then(() => {
    supervision.readyAt = clock.now();
    enter(supervision, 'ready');
  });
  // A child that lives but never serves is of no use; its end brings the next attempt.
  ready.catch(() => child.kill('SIGKILL'));

  return {
    ready,
    ended: ended.then(() => {
      supervision.child = undefined;
      enter(supervision, 'stopped');
    }),
  };
}

/** Brings the child back whenever it has ended, until the supervision itself ends. */
async function keepRunning(supervision: Supervision, firstLife: Life): Promise<void> {
  const { ending, log } = supervision;
  let life = firstLife;
  for (;;) {
    await life.ended;
    if (ending.signal.aborted) return;
    const pauseMs = pauseAfterDeath(supervision);
    log.note(`it has ended; starting it again in ${pauseMs} ms`);
    const wanted = await delay(pauseMs, true, { signal: ending.signal }).catch(() => false);
    if (!wanted) return;
    supervision.restarts += 1;
    life = bringUp(supervision);
  }
}

function pauseAfterDeath(supervision: Supervision): number {
  const { readyAt, clock } = supervision;
  const wasWell = readyAt !== undefined && clock.now() - readyAt >= WELL_AFTER_MS;
  supervision.earlyDeaths = wasWell ? 0 : supervision.earlyDeaths + 1;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, supervision.earlyDeaths - 1));
}

async function stop(supervision: Supervision): Promise<void> {
  const { plan, ending, log } = supervision;
  ending.abort();
  const child = supervision.child;
  if (child) await endProcess(child, plan.stopTimeoutMs);
  await supervision.keeping;
  log.close();
}

async function endProcess(child: ChildProcess, timeoutMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  await exited;
  clearTimeout(killer);
}

function enter(supervision: Supervision, state: ChildState): void {
  supervision.state = state;
  supervision.plan.onState?.(state, supervision.child);
}

async function withDeadline(ready: Promise<void>): Promise<void> {
  const deadline = new AbortController();
  try {
    await Promise.race([
      ready,
      delay(READY_TIMEOUT_MS, undefined, { signal: deadline.signal }).then(() => {
        throw new Error(`it did not answer within ${READY_TIMEOUT_MS / 1000} s`);
      }),
    ]);
  } finally {
    deadline.abort();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
