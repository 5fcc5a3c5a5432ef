/** Folders that are gone when the benchmark is over, however it ends. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'karamooz-bench-'));
// A database that has just been killed may still hold a file.
process.on('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

let folders = 0;

/** A new empty folder. */
export function scratchFolder(name: string): string {
  folders += 1;
  const folder = join(root, `${folders}-${name}`);
  mkdirSync(folder);
  return folder;
}
