/**
 * Every check and every test, as `npm test` and the CI run them. Arguments are passed on to jest.
 *
 * Each check counts as one test. The last line is `Tests: N passed, N failed`, with `, N skipped` when tests were skipped.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'karamooz-test-'));

/** Two at a time: type checks take one core each, and a small machine has two. */
const CHECKS_AT_ONCE = 2;

/** What the copy in which production is checked does without. */
const NOT_PRODUCTION = [
  ...['sandbox', 'test', 'bench', 'gallery'],
  ...['node_modules', '.git', '.env', 'data', 'artefacts', 'coverage', 'dist'],
];

/** `tool` is the program inside node_modules that Node runs in `cwd`. */
const checks = [
  { name: 'types', tool: 'typescript/bin/tsc', args: ['-p', 'tsconfig.json'], cwd: root },
  {
    name: 'types of production without sandbox, test, bench and gallery',
    tool: 'typescript/bin/tsc',
    args: ['-p', 'tsconfig.production.json'],
    cwd: join(scratch, 'production'),
  },
  {
    name: 'types of the chat page',
    tool: 'typescript/bin/tsc',
    args: ['-p', 'sandbox/chat-page/page'],
    cwd: root,
  },
  { name: 'format and lint', tool: '@biomejs/biome/bin/biome', args: ['check', '.'], cwd: root },
  {
    name: 'import rules',
    tool: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.cjs', '.'],
    cwd: root,
  },
];

try {
  process.exitCode = await runAll();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Returns the exit code. */
async function runAll() {
  copyProduction(join(scratch, 'production'));
  const failedChecks = await runChecks();
  const tests = await runTests(process.argv.slice(2));
  const passed = checks.length - failedChecks + tests.passed;
  const failed = failedChecks + tests.failed;
  const skipped = tests.skipped > 0 ? `, ${tests.skipped} skipped` : '';
  console.log(`Tests: ${passed} passed, ${failed} failed${skipped}`);
  return failed === 0 ? 0 : 1;
}

function copyProduction(target) {
  cpSync(root, target, {
    recursive: true,
    filter: (source) => !NOT_PRODUCTION.includes(relative(root, source)),
  });
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'), 'dir');
}

/** Runs the checks in their order, some at once, and returns how many failed. */
async function runChecks() {
  const waiting = [...checks];
  let failures = 0;
  async function runWaiting() {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      if (!(await runCheck(check))) failures += 1;
    }
  }
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, runWaiting));
  return failures;
}

/** Says in one line how the check went, with its output only when it failed. */
async function runCheck({ name, tool, args, cwd }) {
  const startedAt = Date.now();
  const { exitCode, output } = await runNode([join(root, 'node_modules', tool), ...args], cwd, 'pipe');
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (exitCode === 0) console.log(`passed  ${name} (${seconds} s)`);
  else console.log(`FAILED  ${name} (${seconds} s)\n${output}`);
  return exitCode === 0;
}

/** Runs jest with its own output shown, and counts from its report. */
async function runTests(extraArguments) {
  const report = join(scratch, 'jest.json');
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const { exitCode } = await runNode(
    [
      '--experimental-vm-modules',
      '--no-warnings',
      jest,
      '--json',
      `--outputFile=${report}`,
      ...extraArguments,
    ],
    root,
    'inherit',
  );
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  return countTests(JSON.parse(readFileSync(report, 'utf8')), exitCode);
}

function countTests(report, exitCode) {
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (report.numTotalTests === 0) console.log('No test was found: that is a failure.');
  // jest may fail without a failed test: no test found, a bad option, a crash at the end.
  const failedOtherwise = failed === 0 && (exitCode !== 0 || report.numTotalTests === 0) ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + failedOtherwise,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Runs Node and returns its exit code (1 when a signal ended it) and, with `pipe`, what it printed. */
function runNode(args, cwd, output) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', output, output] });
    const printed = [];
    child.stdout?.on('data', (chunk) => printed.push(chunk));
    child.stderr?.on('data', (chunk) => printed.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ exitCode: exitCode ?? 1, output: Buffer.concat(printed).toString('utf8') });
    });
  });
}
