/**
 * One sandbox per data folder. Two that write the same files would ruin them, so the second is refused.
 *
 * The holder is described in `running.<n>.json`, and whoever takes the folder over from a holder that has died
 * creates the file with the next number: the file system lets exactly one create it, however many try at once.
 */
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commandLineOf } from './command-line.ts';

const holderSchema = z.object({
  pid: z.int(),
  /** Tells the holder from another program that got its process id after a restart of the machine. */
  commandLine: z.string(),
  /** Where the holder can be reached. */
  address: z.string(),
  /** The holder is about to release the folder. */
  stopping: z.boolean(),
});

export type Holder = z.infer<typeof holderSchema>;

export type Taking = { type: 'taken'; lock: DataLock } | { type: 'held'; by: Holder };

export interface DataLock {
  /** Tells others that waiting a little will do. */
  announceStop(): void;
  release(): void;
}

/** Takes the folder `dataDir` for this process, which will be reachable at `address`. */
export function takeDataLock(dataDir: string, address: string): Taking {
  for (;;) {
    const last = lastLock(dataDir);
    if (last.holder && isAlive(last.holder)) return { type: 'held', by: last.holder };
    const lock = createLock(dataDir, last.number + 1, address);
    if (lock) return { type: 'taken', lock };
  }
}

/** The lock file with the highest number; number 0 when there is none. */
function lastLock(dataDir: string): { number: number; holder?: Holder } {
  const numbers = readdirSync(dataDir).flatMap((name) => {
    const number = /^running\.(\d+)\.json$/.exec(name)?.[1];
    return number ? [Number(number)] : [];
  });
  const number = Math.max(0, ...numbers);
  const holder = number > 0 ? readHolder(lockFile(dataDir, number)) : undefined;
  return { number, ...(holder && { holder }) };
}

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Released a moment ago, or not written by us: nobody holds the folder by it.
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  return commandLineOf(holder.pid) === holder.commandLine;
}

function createLock(dataDir: string, number: number, address: string): DataLock | undefined {
  const file = lockFile(dataDir, number);
  const draft = join(dataDir, `running.${process.pid}.draft`);
  const holder: Holder = {
    pid: process.pid,
    commandLine: commandLineOf(process.pid) ?? '',
    address,
    stopping: false,
  };
  writeFileSync(draft, JSON.stringify(holder));
  try {
    // A link appears with its content complete and fails if the name is taken, which no other call does at once.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  removeOlder(dataDir, number);
  return {
    announceStop() {
      writeFileSync(draft, JSON.stringify({ ...holder, stopping: true }));
      renameSync(draft, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

function removeOlder(dataDir: string, number: number): void {
  for (const name of readdirSync(dataDir)) {
    const other = /^running\.(\d+)\.json$/.exec(name)?.[1];
    if (other && Number(other) < number) rmSync(join(dataDir, name), { force: true });
  }
}

function lockFile(dataDir: string, number: number): string {
  return join(dataDir, `running.${number}.json`);
}
