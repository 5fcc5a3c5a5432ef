/** What `npm start` runs: the sandbox with the bot in it, until Ctrl-C. */
import { relative } from 'node:path';
import { readSandboxConfig, type SandboxConfig } from './config.ts';
import { type Sandbox, startSandbox } from './launcher.ts';
import { StartProblem } from './start-problem.ts';

const PARENT_POLL_MS = 200;
const SAME_SIGNAL_MS = 1_000;
/** What shells report for a program that was interrupted. */
const INTERRUPTED = 130;

// The terminal may be gone before we have said everything.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

try {
  const config = readSandboxConfig();
  const stopWanted = untilStopIsWanted(config);
  const sandbox = await startSandbox({
    config,
    clock: { now: Date.now },
    random: Math.random,
    say: (line) => console.error(line),
  });
  greet(config, sandbox);
  await stopWanted;
  console.log('\nStopping ...');
  await sandbox.stop();
  console.log('Stopped; everything is kept for the next start.');
  process.exit(0);
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exit(1);
}

/** Listens from now on; a stop wanted while things are still starting is obeyed when they have started. */
function untilStopIsWanted({ startedByNpm }: SandboxConfig): Promise<void> {
  return new Promise((resolve) => {
    let wantedAt: number | undefined;
    const onSignal = () => {
      // A second Ctrl-C means "now"; but npm also repeats the one that the terminal has just sent to all of us.
      if (wantedAt !== undefined && Date.now() - wantedAt > SAME_SIGNAL_MS) process.exit(INTERRUPTED);
      wantedAt ??= Date.now();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
    if (startedByNpm) whenParentIsGone(resolve);
  });
}

/** Somebody who kills `npm start` means all of it, but npm cannot pass a `kill -9` on. */
function whenParentIsGone(then: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, PARENT_POLL_MS);
}

function greet({ dataDir, realTokens }: SandboxConfig, { url }: Sandbox): void {
  const near = relative('', dataDir);
  const folder = near.startsWith('..') ? dataDir : near;
  const lines = [
    '',
    'کارآموز آماده است  (karamooz is ready)',
    '',
    `  Chat page   ${url}/`,
    `  Data, logs  ${folder}, ${folder}/logs`,
    ...Object.keys(realTokens).map(
      (platform) => `  Real bot    ${platform}: your token is in use; open the bot there`,
    ),
    '  Stop        Ctrl-C',
    '',
  ];
  console.log(lines.join('\n'));
}
