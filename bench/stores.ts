/** The databases behind a bot in the benchmark, each fresh and empty. */
import { findFreePorts } from '../sandbox/free-port.ts';
import { type Child, startChild, startScript } from './child-process.ts';
import { scratchFolder } from './scratch.ts';

export interface RunningStore {
  url: string;
  child: Child;
}

/** The machine's redis-server with the append-only file, as in production. */
export async function startRedis(): Promise<RunningStore> {
  const folder = scratchFolder('redis');
  const [port] = await findFreePorts(1);
  const child = startChild('redis-server', [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
    ...['--appendonly', 'yes', '--save', ''],
  ]);
  await child.line((line) => line.includes('Ready to accept connections'));
  return { url: `redis://127.0.0.1:${port}`, child };
}

/** The sandbox's MongoDB in a process of its own. */
export async function startMongo(): Promise<RunningStore> {
  const folder = scratchFolder('mongo');
  const child = startScript('sandbox/mongo/main.ts', ['--port', '0', '--data', folder]);
  const ready = await child.line((line) => line.startsWith('{"ready":true'));
  return { url: JSON.parse(ready).uri, child };
}
