/**
 * The sandbox's MongoDB that all test files of one run share, each in a database of its own: loading the server and
 * warming it up anew for every file took a good part of the run. Plain JavaScript, since jest loads it before its transforms.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('../../sandbox/mongo/main.ts', import.meta.url));

let server;
let folder;

/** Does not wait for the server: most of a run needs none at first, and drivers wait until it listens. */
export async function startForAllFiles() {
  if (process.env.MONGODB_URI) return;
  const port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'karamooz-mongo-'));
  const args = ['--import', 'tsx', SERVER, '--port', String(port), '--data', folder];
  // The channel ends the server with the run, however that ends.
  server = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  server.unref();
  server.channel?.unref();
  process.env.TEST_MONGODB_URI = `mongodb://127.0.0.1:${port}/?replicaSet=rs0&directConnection=true`;
}

export async function stopForAllFiles() {
  if (!server) return;
  const ended = once(server, 'exit');
  server.ref();
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
