/** The worker processes of a simulation. One that is killed is replaced by another, as a supervisor would. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { GatewayByHand } from '../support/outside-by-hand.ts';
import type { Death, Deed, FromWorker, Outcome, ToWorker } from './messages.ts';

/** What became of a deed: its outcome, or the death of who was at it. A fault of ours rejects. */
export type Ending = { type: 'done'; outcome: Outcome } | { type: 'died' };

export interface Workers {
  readonly count: number;
  carryOut(worker: number, nowMs: number, deed: Deed, death?: Death): Promise<Ending>;
  close(): Promise<void>;
}

export interface WorkersDeps {
  mongoUri: string;
  gateway: GatewayByHand;
  count: number;
}

/** Longer than the driver may repeat a transaction that others get in the way of; then somebody was left without an answer. */
const ANSWER_MS = 150_000;

export async function startWorkers({ mongoUri, gateway, count }: WorkersDeps): Promise<Workers> {
  let closing = false;
  const hire = () => startWorker(mongoUri, gateway);
  const places = Array.from({ length: count }, hire);
  // One stands by, so that a death holds up nobody.
  let spare = hire();
  await Promise.all([...places, spare]);
  for (const index of places.keys()) replaceWhenDead(index);

  function replaceWhenDead(index: number): void {
    void places[index]?.then(async ({ dead }) => {
      await dead;
      if (closing) return;
      places[index] = spare;
      spare = hire();
      replaceWhenDead(index);
    });
  }

  return {
    count,
    async carryOut(worker, nowMs, deed, death) {
      const place = await places[worker];
      if (!place) throw new Error(`There is no worker ${worker}`);
      return place.carryOut(nowMs, deed, death);
    },
    async close() {
      closing = true;
      const all = await Promise.all([...places, spare]);
      await Promise.all(all.map((worker) => worker.stop()));
    },
  };
}

interface Pending {
  resolve(ending: Ending): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

async function startWorker(mongoUri: string, gateway: GatewayByHand) {
  const file = fileURLToPath(new URL('./worker.ts', import.meta.url));
  const child = fork(file, [mongoUri], { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const pending = new Map<number, Pending>();
  let asked = 0;
  const dead = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void dead.then(() => {
    // In a moment: by then its place is another's, and who repeats the deed meets that one.
    setImmediate(() => {
      for (const id of [...pending.keys()]) settle(id)?.resolve({ type: 'died' });
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromWorker) => {
      if (message.type === 'ready') resolve();
      else if (message.type === 'ask-gateway')
        void answerFor(gateway, message).then((said) => tell(child, said));
      else if (message.type === 'done')
        settle(message.id)?.resolve({ type: 'done', outcome: message.outcome });
      else settle(message.id)?.reject(new Error(message.error));
    });
    void dead.then(() => reject(new Error('A worker ended before it was ready')));
  });
  await ready;

  function settle(id: number): Pending | undefined {
    const found = pending.get(id);
    pending.delete(id);
    clearTimeout(found?.timer);
    return found;
  }

  return {
    dead,
    carryOut(nowMs: number, deed: Deed, death?: Death): Promise<Ending> {
      asked += 1;
      const id = asked;
      return new Promise<Ending>((resolve, reject) => {
        const silence = () => settle(id)?.reject(new Error(`Nobody answered in ${ANSWER_MS} ms`));
        pending.set(id, { resolve, reject, timer: setTimeout(silence, ANSWER_MS) });
        tell(child, { type: 'deed', id, nowMs, deed, ...(death ? { death } : {}) });
      });
    },
    async stop(): Promise<void> {
      child.kill('SIGKILL');
      await dead;
    },
  };
}

/** To one who is dead by now nothing is told: its exit says what became of its deeds. */
function tell(child: ChildProcess, message: ToWorker): void {
  child.send(message, () => {});
}

async function answerFor(
  gateway: GatewayByHand,
  { id, method, request }: Extract<FromWorker, { type: 'ask-gateway' }>,
): Promise<ToWorker> {
  const ask = gateway[method] as (request: unknown) => Promise<unknown>;
  return { type: 'gateway-said', id, answer: await ask(request) };
}
