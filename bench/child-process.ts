/** Processes of a benchmark: started with a clean environment, measured, and ended whatever happens. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Child {
  pid: number;
  /** Rejects when the process ends before `stop` is called, with the last that it printed. */
  died: Promise<never>;
  /** Resolves with the first line of standard output that `isWanted` takes. */
  line(isWanted: (line: string) => boolean): Promise<string>;
  stop(): Promise<void>;
}

/** A process that does not end within this time of SIGTERM is killed. */
const GRACE_MS = 10_000;

/** What is kept of the output, to say why a process died. */
const OUTPUT_KEPT = 4_000;

/** Clock ticks a second in /proc; a constant of Linux towards programs. */
const TICKS_PER_SECOND = 100;

/** The children that run; none may outlive the benchmark. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program with `environment` and PATH, nothing else of this process's own environment. */
export function startChild(command: string, args: string[], environment: Record<string, string> = {}): Child {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  let stopping = false;
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT);
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const died = ended.then(() => {
    running.delete(child);
    if (stopping) return new Promise<never>(() => {});
    throw new Error(`${command} ${args.join(' ')} ended too early. Its last words:\n${output}`);
  });
  // Whoever waits for `died` hears of it; nobody has to.
  died.catch(() => {});

  return {
    pid: child.pid ?? 0,
    died,
    line(isWanted) {
      const found = new Promise<string>((resolve) => {
        const watch = () => {
          const line = output.split('\n').slice(0, -1).find(isWanted);
          if (line === undefined) return;
          watchers.delete(watch);
          resolve(line);
        };
        watchers.add(watch);
        watch();
      });
      return Promise.race([found, died]);
    },
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(killer);
    },
  };
}

let profilesFolder: string | undefined;

/** From now on every script that is started leaves a CPU profile in a folder of its name here when it is stopped. */
export function keepProfiles(folder: string): void {
  profilesFolder = folder;
}

/** Starts a TypeScript file of this repository, as `npm run serve` does. */
export function startScript(file: string, args: string[], environment: Record<string, string> = {}): Child {
  const profile = profilesFolder ? ['--cpu-prof', `--cpu-prof-dir=${join(profilesFolder, file)}`] : [];
  return startChild(process.execPath, [...profile, '--import', 'tsx', file, ...args], environment);
}

/** Processor time that a process has used so far, user and system, all threads. Linux only. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is a name in brackets that may hold spaces; user and system time are the 14th and the 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
