/**
 * What the sandbox's outside world remembers (chats, SMS that arrived, payments …), kept across `kill -9`.
 *
 * Maps live in memory; every change is appended to one file as a line of JSON before `set` or `delete` returns,
 * so the operating system has it even if this process dies at the next instruction. Opening replays the file,
 * cuts a torn last line, and rewrites it when most of its lines are outdated.
 */
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** A map whose changes survive a crash. Values must be plain JSON; change one by setting it again. */
export interface DurableMap<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** In the order in which keys were first set. */
  values(): IterableIterator<T>;
  readonly size: number;
}

/** One file of named maps. */
export interface Store {
  map<T>(name: string): DurableMap<T>;
  close(): void;
}

/** A change: map, key and the new value; without a value the key is deleted. */
type Change = [map: string, key: string, value?: unknown];

/** Outdated lines tolerated before opening rewrites the file. */
const OUTDATED_LINES_ALLOWED = 5_000;

/** Opens (or creates) the store kept in `file`. */
export function openStore(file: string): Store {
  mkdirSync(dirname(file), { recursive: true });
  const { maps, outdated } = replay(file);
  if (outdated > OUTDATED_LINES_ALLOWED) rewrite(file, maps);
  const descriptor = openSync(file, 'a');

  function append(change: Change): void {
    writeSync(descriptor, `${JSON.stringify(change)}\n`);
  }

  function durableMap<T>(name: string): DurableMap<T> {
    const entries = mapOf(maps, name) as Map<string, T>;
    return {
      get: (key) => entries.get(key),
      set(key, value) {
        append([name, key, value]);
        entries.set(key, value);
      },
      delete(key) {
        if (!entries.has(key)) return;
        append([name, key]);
        entries.delete(key);
      },
      values: () => entries.values(),
      get size() {
        return entries.size;
      },
    };
  }

  return { map: durableMap, close: () => closeSync(descriptor) };
}

type Maps = Map<string, Map<string, unknown>>;

function mapOf(maps: Maps, name: string): Map<string, unknown> {
  const known = maps.get(name);
  if (known) return known;
  const fresh = new Map<string, unknown>();
  maps.set(name, fresh);
  return fresh;
}

function replay(file: string): { maps: Maps; outdated: number } {
  const maps: Maps = new Map();
  let lines = 0;
  for (const line of wholeLines(file)) {
    const [name, key, ...value] = JSON.parse(line) as Change;
    if (value.length > 0) mapOf(maps, name).set(key, value[0]);
    else mapOf(maps, name).delete(key);
    lines += 1;
  }
  let kept = 0;
  for (const map of maps.values()) kept += map.size;
  return { maps, outdated: lines - kept };
}

/** The file's complete lines; a last line without its newline was never acknowledged and is cut off. */
function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const content = readFileSync(file);
  const end = content.lastIndexOf('\n') + 1;
  if (end < content.length) {
    const descriptor = openSync(file, 'r+');
    ftruncateSync(descriptor, end);
    closeSync(descriptor);
  }
  return content.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}

function rewrite(file: string, maps: Maps): void {
  const lines: string[] = [];
  for (const [name, map] of maps) {
    for (const [key, value] of map) lines.push(`${JSON.stringify([name, key, value])}\n`);
  }
  const fresh = `${file}.new`;
  writeFileSync(fresh, lines.join(''));
  renameSync(fresh, file);
}
