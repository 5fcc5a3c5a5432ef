/** Worker processes that have nothing in common but the database. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundledProgram } from '../../../scripts/bundle.ts';
import type { Deed, FromWorker, ToWorker } from './messages.ts';

export interface Workers {
  /** Resolves to the kind of outcome; a fault of ours rejects. */
  carryOut(worker: number, nowMs: number, deed: Deed): Promise<string>;
  close(): Promise<void>;
}

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

interface Pending {
  resolve(outcome: string): void;
  reject(error: Error): void;
}

export async function startWorkers(mongoUri: string, count: number): Promise<Workers> {
  const workers = await Promise.all(Array.from({ length: count }, () => startWorker(mongoUri)));
  return {
    async carryOut(worker, nowMs, deed) {
      const chosen = workers[worker];
      if (!chosen) throw new Error(`There is no worker ${worker}`);
      return chosen.carryOut(nowMs, deed);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

async function startWorker(mongoUri: string) {
  const program = await bundledProgram(WORKER);
  const child = fork(program, [mongoUri]);
  const dead = once(child, 'exit');
  const pending = new Map<number, Pending>();
  let asked = 0;
  void dead.then(() => {
    for (const { reject } of pending.values()) reject(new Error('A worker died'));
  });
  await untilReady(child, dead);
  child.on('message', (message: FromWorker) => {
    if (message.type === 'ready') return;
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.type === 'done') waiting?.resolve(message.outcome);
    else waiting?.reject(new Error(message.error));
  });
  return {
    carryOut(nowMs: number, deed: Deed): Promise<string> {
      asked += 1;
      const message: ToWorker = { id: asked, nowMs, deed };
      return new Promise((resolve, reject) => {
        pending.set(message.id, { resolve, reject });
        child.send(message);
      });
    },
    async stop(): Promise<void> {
      child.kill('SIGKILL');
      await dead;
    },
  };
}

async function untilReady(child: ChildProcess, dead: Promise<unknown>): Promise<void> {
  const early = dead.then(() => {
    throw new Error('A worker ended before it was ready');
  });
  // Its end later on is awaited by who stops it.
  early.catch(() => {});
  await Promise.race([once(child, 'message'), early]);
}
