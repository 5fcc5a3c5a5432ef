/** What a child process prints goes to its log file; the last lines are kept at hand for messages. */
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface ChildLog {
  /** Appends what the child prints; `onLine` hears every line too. */
  record(child: ChildProcess, onLine?: (line: string) => void): void;
  /** Appends a remark of the sandbox itself. */
  note(text: string): void;
  lastLines(): string[];
  close(): void;
}

/** A larger file is put aside when the log is opened, replacing the one put aside before. */
const LARGEST_LOG_BYTES = 20_000_000;

/** Opens (or creates) the log `file`, of which the last `linesKept` lines of this run stay at hand. */
export function openChildLog(file: string, linesKept: number): ChildLog {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.old`);
  const stream = createWriteStream(file, { flags: 'a' });
  const kept: string[] = [];
  let open = true;

  function append(line: string): void {
    if (!open) return;
    stream.write(`${line}\n`);
    kept.push(line);
    if (kept.length > linesKept) kept.shift();
  }

  function listen(output: Readable | null, onLine: ((line: string) => void) | undefined): void {
    if (!output) return;
    createInterface({ input: output }).on('line', (line) => {
      append(line);
      onLine?.(line);
    });
  }

  return {
    record(child, onLine) {
      listen(child.stdout, onLine);
      listen(child.stderr, onLine);
    },
    note: (text) => append(`[sandbox] ${text}`),
    lastLines: () => [...kept],
    close() {
      open = false;
      stream.end();
    },
  };
}
