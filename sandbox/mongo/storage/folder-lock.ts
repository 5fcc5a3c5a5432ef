import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Takes a data folder for this process alone; gives the function that releases it. The lock is a local socket that
 * somebody listens on: unlike a file with a process number in it, it cannot outlive a killed owner.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  mkdirSync(folder, { recursive: true });
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 24);
  const path = join(tmpdir(), `karamooz-mongo-${name}.sock`);
  if (await isListening(path))
    throw new Error(`Another server is using the data folder ${folder}. Stop it first.`);
  rmSync(path, { force: true });
  const server = createServer((socket) => socket.destroy());
  await listenOn(server, path);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function listenOn(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
    server.unref();
  });
}
