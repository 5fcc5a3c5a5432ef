/** `scripts/setup.mjs` on machines where something is missing: a project of its own and a PATH of stand-ins. */

import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';

const SETUP = fileURLToPath(new URL('../../../../scripts/setup.mjs', import.meta.url));
const LOCKED = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };

/** What a stand-in program does, in the language of `sh`; `$BIN` is the folder of the PATH. */
type Programs = Record<string, string>;

const ALL_THERE: Programs = { 'redis-server': '', chromium: '', npm: 'exit 1' };
/** apt-get that installs, and a sudo that asks for no password, as the tests may run as root or not. */
const APT: Programs = {
  'apt-get':
    'for last; do :; done; [ "$last" = update ] || printf "#!/bin/sh\\n" > $BIN/$last; /bin/chmod +x $BIN/*',
  sudo: 'shift; [ "$1" = true ] && exit 0; exec "$@"',
};

const scratch = mkdtempSync(join(tmpdir(), 'karamooz-setup-'));

afterAll(() => rmSync(scratch, { recursive: true }));

interface Machine {
  programs: Programs;
  engines?: string;
  /** npm's list of what it has installed; the same as the lock file unless told otherwise. */
  installed?: object | 'nothing';
}

function setUp(purpose: string, { programs, engines = '>=20.19', installed = LOCKED }: Machine) {
  const folder = mkdtempSync(join(scratch, 'project-'));
  const bin = join(folder, 'bin');
  for (const name of ['bin', 'scripts', 'node_modules']) mkdirSync(join(folder, name));
  copyFileSync(SETUP, join(folder, 'scripts/setup.mjs'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ engines: { node: engines } }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(LOCKED));
  if (installed !== 'nothing') {
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify(installed));
  }
  for (const [name, body] of Object.entries(programs)) {
    const script = `#!/bin/sh\nBIN=${bin}\necho "${name} $*" >> ${folder}/called\n${body}\n`;
    writeFileSync(join(bin, name), script, { mode: 0o755 });
  }

  const args = [join(folder, 'scripts/setup.mjs'), purpose];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: { PATH: bin },
    encoding: 'utf8',
  });
  const called = join(folder, 'called');
  return {
    status,
    printed: stdout + stderr,
    called: existsSync(called) ? readFileSync(called, 'utf8').trim().split('\n') : [],
  };
}

test.each(['start', 'test'])('says and runs nothing for npm %s when nothing is missing', (purpose) => {
  expect(setUp(purpose, { programs: ALL_THERE })).toEqual({ status: 0, printed: '', called: [] });
});

test('a Node that is too old is told which one is needed', () => {
  const { status, printed } = setUp('start', { programs: ALL_THERE, engines: '>=99.1' });
  expect(status).toBe(1);
  expect(printed).toMatch(/^Node \S+ is too old: install Node 99\.1 or newer .*\n$/);
});

test.each([
  ['absent', 'nothing'],
  ['of another version', { packages: { 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } } }],
  ['incomplete', { packages: {} }],
] as const)('installs npm packages that are %s', (_how, installed) => {
  const { status, called } = setUp('start', { programs: { ...ALL_THERE, npm: '' }, installed });
  expect(status).toBe(0);
  expect(called).toEqual([expect.stringMatching(/^npm install --no-save --no-audit --no-fund/)]);
});

test('shows what npm said when it fails', () => {
  const { status, printed } = setUp('start', {
    programs: { ...ALL_THERE, npm: 'echo "no network" >&2; exit 1' },
    installed: 'nothing',
  });
  expect(status).toBe(1);
  expect(printed).toMatch(/no network\nThe npm packages could not be installed/);
});

test('installs a missing redis-server with apt-get', () => {
  const { status, called } = setUp('start', { programs: APT });
  expect(status).toBe(0);
  expect(called.filter((call) => call.startsWith('apt-get'))).toEqual([
    expect.stringMatching(/update$/),
    expect.stringMatching(/install .*redis-server$/),
  ]);
});

test('names the command for each kind of machine when redis-server cannot be installed', () => {
  const { status, printed } = setUp('start', { programs: {} });
  expect(status).toBe(1);
  for (const way of [
    'sudo apt-get install redis-server',
    'sudo dnf install redis',
    'brew install redis',
    'docker compose up',
  ]) {
    expect(printed).toContain(way);
  }
});

test('tests go on without Chromium, and it is said that those in a browser are skipped', () => {
  const { status, printed } = setUp('test', { programs: { 'redis-server': '' } });
  expect(status).toBe(0);
  expect(printed).toMatch(/^Chromium is not installed .* SKIPPED.*\n$/);
});

test('npm start needs no Chromium', () => {
  expect(setUp('start', { programs: { 'redis-server': '' } })).toMatchObject({ status: 0, printed: '' });
});
