/** The machine's redis-server as the app's Redis: a port and a folder of its own, every write in an append-only file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endLeftBehind, recordChild } from './left-behind.ts';
import { type Clock, type Supervised, supervise } from './supervisor.ts';

export interface RedisOptions {
  dataDir: string;
  port: number;
  logFile: string;
  clock: Clock;
}

export interface RedisServer {
  url: string;
  process: Supervised;
}

const POLL_MS = 20;
const STOP_TIMEOUT_MS = 10_000;
const LONGEST_REPLY_MS = 1_000;

/** Prepares a supervised redis-server; `process.start()` runs it. One that a killed launcher left behind is ended first. */
export async function prepareRedis({ dataDir, port, logFile, clock }: RedisOptions): Promise<RedisServer> {
  await endLeftBehind(dataDir, 'redis');
  const folder = join(dataDir, 'redis');
  mkdirSync(folder, { recursive: true });

  const supervised = supervise(
    {
      name: 'redis-server',
      logFile,
      spawn() {
        const child = spawnRedis(port, folder);
        // redis shows its address in its command line.
        recordChild(dataDir, 'redis', child, `:${port}`);
        return child;
      },
      untilReady: (_child, gone) => untilPong(port, gone),
      stopTimeoutMs: STOP_TIMEOUT_MS,
    },
    clock,
  );

  return {
    url: `redis://127.0.0.1:${port}`,
    process: supervised,
  };
}

function spawnRedis(port: number, folder: string): ChildProcess {
  const settings = {
    bind: '127.0.0.1',
    port: String(port),
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    loglevel: 'warning',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  // A process group of its own, so that Ctrl-C reaches it only after the app has ended.
  return spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
}

/** Redis listens before it has read its file; only then does it answer PING with PONG. */
async function untilPong(port: number, gone: AbortSignal): Promise<void> {
  while (!gone.aborted) {
    if (await answersPong(port)) return;
    await delay(POLL_MS);
  }
}

function answersPong(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(LONGEST_REPLY_MS, () => finish(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (reply) => finish(reply.toString().startsWith('+PONG')));
    socket.once('error', () => finish(false));
  });
}
