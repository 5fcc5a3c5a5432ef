/** A real Chromium for tests that look at pages. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** Quiet and hermetic: no sandbox (containers seldom allow it), no graphics card, no calls of the browser's own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the machine's Chromium with a profile of its own that goes when it is closed.
 * Without one it says so, visibly, and gives null: the test is then skipped, not failed.
 */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = findOnPath(PROGRAMS);
  if (!executablePath) {
    console.warn(`Browser tests are skipped: none of ${PROGRAMS.join(', ')} is on the PATH.`);
    return null;
  }
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

function findOnPath(programs: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
