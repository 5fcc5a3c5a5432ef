/** A Redis of a test file's own, on a free port and a folder that is thrown away; there from the start or later. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../../sandbox/free-port.ts';
import { prepareRedis } from '../../sandbox/redis.ts';

export interface RunningRedis {
  url: string;
  close(): Promise<void>;
}

/** One that is not there yet: `start` brings it, or brings it back. */
export interface AbsentRedis extends RunningRedis {
  start(): Promise<void>;
}

export async function startRedis(): Promise<RunningRedis> {
  const redis = await prepareAbsentRedis();
  await redis.start();
  return redis;
}

export async function prepareAbsentRedis(): Promise<AbsentRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'karamooz-redis-'));
  const [port = 0] = await findFreePorts(1);
  const clock = { now: Date.now };
  const { url, process } = await prepareRedis({ dataDir, port, logFile: join(dataDir, 'redis.log'), clock });
  return {
    url,
    start: async () => {
      await process.start();
    },
    async close() {
      await process.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
