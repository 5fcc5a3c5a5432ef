/** `npm start` as a process of its own, on a data folder that is thrown away: what tests from end to end talk to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLeftBehind } from '../../sandbox/left-behind.ts';

export interface SandboxProcess {
  /** Root address of the page and of the control API; the same after a restart. */
  readonly baseUrl: string;
  readonly dataDir: string;
  /** Of the launcher. */
  readonly pid: number;
  /** Ends it as Ctrl-C does, and removes its data. */
  stop(): Promise<void>;
  /** Ends the launcher as a power cut would. */
  kill9(): Promise<void>;
  /** Starts it again on the same data and port, after ending it as Ctrl-C does if it still runs. */
  restart(): Promise<void>;
}

export interface SandboxProcessOptions {
  /** Settings beside those that every run needs. */
  env?: Record<string, string>;
  /** File of the program to run as the app, when it shall not be the product. */
  app?: string;
}

const PROJECT_FOLDER = fileURLToPath(new URL('../..', import.meta.url));
const START = join(PROJECT_FOLDER, 'sandbox/start.ts');
const GREETING = /Chat page\s+(http:\S+)\//;

/** Resolves when the sandbox and the app in it are ready. */
export async function startSandboxProcess(options: SandboxProcessOptions = {}): Promise<SandboxProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'karamooz-sandbox-'));
  let run = await launch(options, dataDir, '0').catch(async (error: unknown) => {
    await clean(dataDir);
    throw error;
  });
  const { baseUrl } = run;
  const { port } = new URL(baseUrl);

  return {
    baseUrl,
    dataDir,
    get pid() {
      return run.pid;
    },
    async stop() {
      await end(run.child, 'SIGTERM');
      await clean(dataDir);
    },
    kill9: () => end(run.child, 'SIGKILL'),
    async restart() {
      await end(run.child, 'SIGTERM');
      run = await launch(options, dataDir, port);
    },
  };
}

interface Run {
  child: ChildProcess;
  pid: number;
  baseUrl: string;
}

async function launch(options: SandboxProcessOptions, dataDir: string, port: string): Promise<Run> {
  const { env = {}, app } = options;
  const child = spawn(process.execPath, ['--import', 'tsx', START, ...(app ? ['--app', app] : [])], {
    cwd: PROJECT_FOLDER,
    env: { ...necessaryEnvironment(), DATA_DIR: dataDir, PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const baseUrl = await untilGreeting(child);
  if (child.pid === undefined) throw new Error('the sandbox greeted without a process');
  return { child, pid: child.pid, baseUrl };
}

/** Nothing of the settings of whoever runs the tests gets in. */
function necessaryEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...(PATH && { PATH }),
    ...(HOME && { HOME }),
    ...(TMPDIR && { TMPDIR }),
    // As under npm, it ends when its parent is gone: a killed test run leaves nothing behind.
    npm_lifecycle_event: 'start',
  };
}

/** The launcher greets when the app answers `/readyz` with 200. */
function untilGreeting(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const baseUrl = GREETING.exec(printed)?.[1];
      if (baseUrl) resolve(baseUrl);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', (code) =>
      reject(new Error(`the sandbox did not start (exit code ${code}):\n${printed}`)),
    );
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

async function clean(dataDir: string): Promise<void> {
  await endLeftBehind(dataDir, 'redis');
  await rm(dataDir, { recursive: true, force: true });
}
