/** A log whose records a test can read. */
import { pino } from 'pino';

export function createReadableLog() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { log, lines };
}
