/**
 * Prepares what is missing on this machine before `npm start` or `npm test`; says nothing, and needs no network, when
 * nothing is missing. Plain Node, because it runs before any package is there: `node scripts/setup.mjs start|test`.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const INSTALL_TIMEOUT_MS = 15 * 60_000;
/** Lines of a failed command that are shown. */
const LINES_SHOWN = 15;

const purpose = process.argv[2];
if (purpose !== 'start' && purpose !== 'test') stop('Usage: node scripts/setup.mjs start|test');
requireNode();
preparePackages();
prepareRedis();
if (purpose === 'test') prepareChromium();

function requireNode() {
  const wanted = /\d+(\.\d+)?/.exec(readJson('package.json').engines.node)[0];
  if (isOlder(process.versions.node, wanted)) {
    stop(
      `Node ${process.versions.node} is too old: install Node ${wanted} or newer (https://nodejs.org) and try again.`,
    );
  }
}

function isOlder(version, wanted) {
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor = 0] = wanted.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

function preparePackages() {
  if (packagesAreInstalled()) return;
  say('Installing npm packages ...');
  // Not "npm ci": it refuses a lock file that lacks the optional packages of other systems, and a registry mirror may
  // not have them. Without saving, the versions are the locked ones too, and no file of the project is changed.
  const { ok, output } = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--include=dev']);
  if (ok) return;
  stop(
    `${output}\nThe npm packages could not be installed: look whether the network is there and try "npm install".`,
  );
}

/**
 * npm itself keeps a list of what it has put into node_modules, complete when an installation ended well; it must
 * agree with the lock file. What the lock file calls optional may be missing: it is for other kinds of machines.
 */
function packagesAreInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    if (path === '' || (wanted.optional && !installed[path])) return true;
    return installed[path]?.version === wanted.version && installed[path]?.integrity === wanted.integrity;
  });
}

function prepareRedis() {
  if (isInPath('redis-server') || installByApt('redis-server', 'redis-server')) return;
  stop(
    [
      'redis-server is not installed, and installing it here needs rights that this user does not have. One of these helps:',
      '  Debian, Ubuntu   sudo apt-get install redis-server',
      '  Fedora           sudo dnf install redis',
      '  macOS            brew install redis',
      '  without it       docker compose up    (runs everything in containers, with your own bot token in .env)',
    ].join('\n'),
  );
}

function prepareChromium() {
  // Without a window's worth of interface it is smaller to fetch and half as much work to run.
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
  if (names.some(isInPath)) return;
  if (names.slice(0, 2).some((name) => installByApt(name, name))) return;
  say('Chromium is not installed and could not be: the tests in a browser will be SKIPPED. All others run.');
}

/** Installs a package of Debian or Ubuntu, if we may without asking for a password; tells whether `program` is there then. */
function installByApt(packageName, program) {
  if (!isInPath('apt-get')) return false;
  const asRoot = process.getuid?.() === 0;
  if (!asRoot && !(isInPath('sudo') && run('sudo', ['-n', 'true']).ok)) return false;
  const apt = (...args) => (asRoot ? run('apt-get', args) : run('sudo', ['-n', 'apt-get', ...args]));

  say(`Installing ${packageName} with apt-get ...`);
  // Old lists may be good enough, so a failed update alone decides nothing.
  apt('-qq', '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', 'update');
  const { ok, output } = apt('-qq', '-y', 'install', '--no-install-recommends', packageName);
  if (!ok) say(output);
  return isInPath(program);
}

/** Runs a command quietly; `output` is the end of what it printed. */
function run(command, args) {
  const result = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: INSTALL_TIMEOUT_MS,
  });
  const printed = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`;
  return { ok: result.status === 0, output: printed.trim().split('\n').slice(-LINES_SHOWN).join('\n') };
}

function isInPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function say(text) {
  console.error(text);
}

function stop(text) {
  say(text);
  process.exit(1);
}
