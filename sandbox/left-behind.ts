/**
 * Databases that outlived a launcher which was killed. MongoDB ends by itself when its IPC channel breaks, but redis
 * has none. Each is written down when it starts; the next start ends it before another one opens the same files.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { commandLineOf } from './command-line.ts';
import { StartProblem } from './start-problem.ts';

const childSchema = z.object({
  pid: z.int(),
  /** A part of its command line that no other program has. */
  commandLineHas: z.string().min(1),
});

type RecordedChild = z.infer<typeof childSchema>;

const TERM_TIMEOUT_MS = 10_000;
const POLL_MS = 20;

/** Writes down, in `dataDir`, a child that has just been spawned; one that could not be is not written down. */
export function recordChild(
  dataDir: string,
  name: string,
  { pid }: ChildProcess,
  commandLineHas: string,
): void {
  if (pid === undefined) return;
  const record: RecordedChild = { pid, commandLineHas };
  writeFileSync(recordFile(dataDir, name), JSON.stringify(record));
}

/** Ends the recorded child of a former launcher, if it still runs, and waits until it is gone. */
export async function endLeftBehind(dataDir: string, name: string): Promise<void> {
  const child = readRecord(dataDir, name);
  if (child && isRunning(child)) {
    process.kill(child.pid, 'SIGTERM');
    if (!(await isGoneWithin(child, TERM_TIMEOUT_MS))) {
      process.kill(child.pid, 'SIGKILL');
      if (!(await isGoneWithin(child, TERM_TIMEOUT_MS))) {
        throw new StartProblem(
          `A ${name} process (${child.pid}) of an earlier run does not end. End it with "kill -9 ${child.pid}" and start again.`,
        );
      }
    }
  }
  rmSync(recordFile(dataDir, name), { force: true });
}

function readRecord(dataDir: string, name: string): RecordedChild | undefined {
  try {
    return childSchema.parse(JSON.parse(readFileSync(recordFile(dataDir, name), 'utf8')));
  } catch {
    // None was recorded, or the record was torn by the crash; then it was being written for a child just born.
    return undefined;
  }
}

function isRunning({ pid, commandLineHas }: RecordedChild): boolean {
  return commandLineOf(pid)?.includes(commandLineHas) ?? false;
}

async function isGoneWithin(child: RecordedChild, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += POLL_MS) {
    if (!isRunning(child)) return true;
    await delay(POLL_MS);
  }
  return !isRunning(child);
}

function recordFile(dataDir: string, name: string): string {
  return join(dataDir, `${name}.process.json`);
}
