/** A Redis of a test file's own, on a free port and a folder that is thrown away. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '../../sandbox/free-port.ts';
import { prepareRedis } from '../../sandbox/redis.ts';

export interface RunningRedis {
  url: string;
  close(): Promise<void>;
}

export async function startRedis(): Promise<RunningRedis> {
  const dataDir = await mkdtemp(join(tmpdir(), 'karamooz-redis-'));
  const [port = 0] = await findFreePorts(1);
  const clock = { now: Date.now };
  const { url, process } = await prepareRedis({ dataDir, port, logFile: join(dataDir, 'redis.log'), clock });
  await process.start();
  return {
    url,
    async close() {
      await process.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
