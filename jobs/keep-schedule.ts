/** Sees to it that Redis knows what is done again and again: at every connection, and after it was emptied under one. */
import { Queue, type RepeatOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

export interface KeptSchedule {
  close(): Promise<void>;
}

/** Each queue has one job, of its own name; `plans` says when. */
export interface KeepScheduleDeps {
  connection: Redis;
  plans: Readonly<Record<string, { when: RepeatOptions }>>;
  log: Logger;
}

/** A Redis that was emptied and kept its connections tells nobody. So long nothing is swept, watched or reconciled. */
const LOOK_EVERY_MS = 3_000;

export function keepSchedule({ connection, plans, log }: KeepScheduleDeps): KeptSchedule {
  const planned = Object.entries(plans).map(([name, { when }]) => {
    const queue = new Queue(name, { connection });
    queue.on('error', (error) => log.warn({ err: error }, `queue ${name}`));
    return { queue, when };
  });
  const fault = (error: unknown) => log.error({ err: error }, 'the schedule could not be written');
  const writeAnew = () => write(planned).catch(fault);
  connection.on('ready', writeAnew);
  let looking = false;
  const looks = setInterval(() => {
    if (looking || connection.status !== 'ready') return;
    looking = true;
    void writeMissing(planned)
      .catch(fault)
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY_MS);
  return {
    async close() {
      clearInterval(looks);
      connection.off('ready', writeAnew);
      await Promise.all(planned.map(({ queue }) => queue.close()));
    },
  };
}

type Planned = readonly { queue: Queue; when: RepeatOptions }[];

async function write(planned: Planned): Promise<void> {
  const opts = { removeOnComplete: true, removeOnFail: true };
  for (const { queue, when } of planned) {
    await queue.upsertJobScheduler(queue.name, when, { name: queue.name, opts });
  }
}

/** What is known is left alone: to write it again would put off its next run. */
async function writeMissing(planned: Planned): Promise<void> {
  const known = await Promise.all(planned.map(({ queue }) => queue.getJobScheduler(queue.name)));
  await write(planned.filter((_, index) => known[index] === undefined));
}
