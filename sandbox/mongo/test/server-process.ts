import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const node = process.execPath;
const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The server in a process of its own, to be killed. */
export interface ServerProcess {
  readonly uri: string;
  readonly process: ChildProcess;
  /** What it has said on its error output. */
  readonly errors: string[];
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * Rejects with what the server says when it does not start.
 * @param maxFileBlocks files of the process can grow to so many blocks of 512 bytes, as if the disk were full then
 */
export async function startProcess(
  folder: string,
  maxFileBlocks: number | 'unlimited' = 'unlimited',
): Promise<ServerProcess> {
  const command = [node, '--import', 'tsx', main, '--port', '0', '--data', folder];
  const process = spawn('sh', ['-c', `ulimit -f ${maxFileBlocks}; exec "$@"`, 'sh', ...command], {
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
