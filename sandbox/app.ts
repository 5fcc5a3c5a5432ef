/** The product itself, as a supervised child process whose outside world is this sandbox. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SandboxEvents } from './events.ts';
import { type Clock, type Supervised, supervise } from './supervisor.ts';

export interface AppOptions {
  /** File of the program to run. */
  program: string;
  /** Port on which it will listen, on this machine only. */
  port: number;
  environment: NodeJS.ProcessEnv;
  logFile: string;
  events: SandboxEvents;
  clock: Clock;
  /** Hears what the app logs as a warning or worse, the same thing once a minute. */
  onTrouble: (line: string) => void;
}

const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const END_WITH_LAUNCHER = new URL('./end-with-launcher.mjs', import.meta.url).href;

const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 50;
const LONGEST_ANSWER_MS = 2_000;
const SAME_TROUBLE_MS = 60_000;
const TROUBLES_REMEMBERED = 100;
/** pino's number of "warn". */
const WARN = 40;
const logLineSchema = z.object({
  level: z.number(),
  msg: z.string().optional(),
  err: z.object({ message: z.string().optional() }).optional(),
});

/** Prepares the app; `start()` resolves when it answers `/readyz` with 200. */
export function prepareApp(options: AppOptions): Supervised {
  return supervise(
    {
      name: 'app',
      logFile: options.logFile,
      spawn: () =>
        fork(options.program, [], {
          cwd: PROJECT_FOLDER,
          env: options.environment,
          execArgv: ['--enable-source-maps', '--import', END_WITH_LAUNCHER],
          silent: true,
          // A process group of its own, so that Ctrl-C reaches it through us, and only once.
          detached: true,
        }),
      untilReady: (_child, gone) => untilReadyz(options.port, gone),
      stopTimeoutMs: STOP_TIMEOUT_MS,
      onState: (state) => options.events.publish({ type: 'app', state }),
      onLine: tellTrouble(options),
    },
    options.clock,
  );
}

async function untilReadyz(port: number, gone: AbortSignal): Promise<void> {
  while (!gone.aborted) {
    if (await answersReady(port)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function answersReady(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, {
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    // It does not listen yet.
    return false;
  }
}

/** The same trouble is told only once in a while: what is down fails many times a second. */
function tellTrouble({ onTrouble, clock }: AppOptions): (line: string) => void {
  const toldAt = new Map<string, number>();
  return (line) => {
    const trouble = troubleIn(line);
    if (!trouble || clock.now() - (toldAt.get(trouble) ?? 0) < SAME_TROUBLE_MS) return;
    if (toldAt.size >= TROUBLES_REMEMBERED) toldAt.clear();
    toldAt.set(trouble, clock.now());
    onTrouble(trouble);
  };
}

/**
 * The words of a log line that a person should see, or `undefined`. The app logs lines of JSON; what is not JSON was
 * printed by Node itself, so something has gone wrong.
 */
function troubleIn(line: string): string | undefined {
  try {
    const { level, msg, err } = logLineSchema.parse(JSON.parse(line));
    if (level < WARN) return undefined;
    return [msg, err?.message].filter(Boolean).join(': ');
  } catch {
    return line.trim() || undefined;
  }
}
