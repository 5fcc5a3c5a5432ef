/** The sandbox's MongoDB as a child process that ends when the launcher ends. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundledProgram } from '../scripts/bundle.ts';
import { endLeftBehind, recordChild } from './left-behind.ts';
import { type Clock, type Supervised, supervise } from './supervisor.ts';

export interface MongoOptions {
  dataDir: string;
  port: number;
  logFile: string;
  clock: Clock;
}

export interface MongoServer {
  uri: string;
  process: Supervised;
}

const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MAIN = fileURLToPath(new URL('./mongo/main.ts', import.meta.url));
const STOP_TIMEOUT_MS = 10_000;

/** Prepares a supervised MongoDB with its data in `dataDir/mongo`; `process.start()` runs it. A former one is ended first. */
export async function prepareMongo({ dataDir, port, logFile, clock }: MongoOptions): Promise<MongoServer> {
  await endLeftBehind(dataDir, 'mongo');
  const program = await bundledProgram(MAIN);
  const args = ['--port', String(port), '--data', join(dataDir, 'mongo')];
  return {
    uri: `mongodb://127.0.0.1:${port}/karamooz?replicaSet=rs0&directConnection=true`,
    process: supervise(
      {
        name: 'MongoDB of the sandbox',
        logFile,
        spawn() {
          const child = fork(program, args, {
            cwd: PROJECT_FOLDER,
            execArgv: ['--enable-source-maps'],
            silent: true,
            // A process group of its own, so that Ctrl-C reaches it only after the app has ended.
            detached: true,
          });
          recordChild(dataDir, 'mongo', child, args.join(' '));
          return child;
        },
        untilReady: (child) => untilItSaysReady(child),
        stopTimeoutMs: STOP_TIMEOUT_MS,
      },
      clock,
    ),
  };
}

/** It prints one line of JSON, `{"ready":true,…}`, when it listens. */
function untilItSaysReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve();
    });
  });
}
