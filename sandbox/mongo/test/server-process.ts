import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The server in a process of its own, to be killed. */
export interface ServerProcess {
  readonly uri: string;
  readonly process: ChildProcess;
  /** What it has said on its error output. */
  readonly errors: string[];
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Rejects with what the server says when it does not start. */
export async function startProcess(folder: string): Promise<ServerProcess> {
  const process = fork(main, ['--port', '0', '--data', folder], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => process.once('exit', resolve));
  const errors: string[] = [];
  process.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const ready = new Promise<string>((resolve) => {
    if (process.stdout) createInterface({ input: process.stdout }).once('line', resolve);
  });
  const line = await Promise.race([ready, ended]);
  if (typeof line !== 'string') throw new Error(errors.join(''));
  const { uri } = JSON.parse(line) as { uri: string };
  const stop = (signal: NodeJS.Signals): Promise<number | null> => {
    process.kill(signal);
    return ended;
  };
  return { uri, process, errors, stop };
}
