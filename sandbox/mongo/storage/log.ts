/**
 * The files of a data folder. `snapshot-N` holds all there was when `log-N` began; after it come `log-N`, `log-N+1`, …
 * in order. A new snapshot is written beside the running server under a temporary name and takes effect by being renamed,
 * so a death at any instant leaves a complete set.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LogFile, readLogFile } from './log-file.ts';

export class Log {
  readonly #folder: string;
  #generation = 0;
  #file: LogFile | undefined;
  /** The file before, until all of it is on the disk. */
  #retiring: LogFile | undefined;
  /** Bytes that a start would have to read beside the live documents themselves: what a compaction would save. */
  snapshotBytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get bytes(): number {
    return this.#file?.size ?? 0;
  }

  /** Reads everything, oldest first, and opens the last file for appending. */
  open(onFrame: (content: Buffer) => void): void {
    const snapshots = this.#generations('snapshot-');
    const base = snapshots.at(-1) ?? 0;
    if (snapshots.length > 0) this.snapshotBytes = readLogFile(this.#path('snapshot-', base), false, onFrame);
    const logs = this.#generations('log-').filter((generation) => generation >= base);
    const sizes = logs.map((generation) =>
      readLogFile(this.#path('log-', generation), generation === logs.at(-1), onFrame),
    );
    this.#generation = logs.at(-1) ?? base;
    this.#file = new LogFile(this.#path('log-', this.#generation), sizes.at(-1) ?? 0);
    this.#removeBefore(base);
  }

  append(parts: readonly Uint8Array[]): void {
    this.#current().append(parts);
  }

  /** Resolves when all that was appended before the call is on the disk. */
  async sync(): Promise<void> {
    await Promise.all([this.#retiring?.sync(), this.#current().sync()]);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  /**
   * Starts the next log file and writes the state of this instant beside it. `frames` must give the state as it was
   * when this was called, however long the writing takes: the first of them is taken before this returns.
   */
  async compact(frames: Iterable<readonly Uint8Array[]>, pause: () => Promise<void>): Promise<void> {
    const previous = this.#current();
    const generation = this.#generation + 1;
    this.#generation = generation;
    this.#retiring = previous;
    this.#file = new LogFile(this.#path('log-', generation), 0);
    const temporary = join(this.#folder, `writing-${generation}`);
    rmSync(temporary, { force: true });
    const snapshot = new LogFile(temporary, 0);
    try {
      for (const frame of frames) {
        snapshot.append(frame);
        await pause();
      }
    } finally {
      await Promise.all([snapshot.close(), previous.close()]);
      this.#retiring = undefined;
    }
    renameSync(temporary, this.#path('snapshot-', generation));
    this.snapshotBytes = snapshot.size;
    this.#removeBefore(generation);
  }

  #current(): LogFile {
    if (this.#file === undefined) throw new Error('the log is not open');
    return this.#file;
  }

  #path(prefix: string, generation: number): string {
    return join(this.#folder, prefix + String(generation).padStart(8, '0'));
  }

  #generations(prefix: string): number[] {
    return readdirSync(this.#folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => Number(name.slice(prefix.length)))
      .sort((a, b) => a - b);
  }

  /** Removes what a complete snapshot has made superfluous, and snapshots that were never completed. */
  #removeBefore(generation: number): void {
    for (const name of readdirSync(this.#folder)) {
      const [kind = '', number] = name.split('-');
      const isOld = (kind === 'snapshot' || kind === 'log') && Number(number) < generation;
      const isUnfinished = kind === 'writing' && Number(number) !== this.#generation;
      if (isOld || isUnfinished) rmSync(join(this.#folder, name));
    }
  }
}
