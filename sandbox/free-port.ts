import { createServer, type Server } from 'node:net';

/**
 * Different ports of this machine that nobody listens on. They are not held, so somebody else may take one in the
 * instant before it is used; for processes that must be told their port beforehand there is no better way.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const probes = await Promise.all(Array.from({ length: count }, listenSomewhere));
  return Promise.all(probes.map(closeAndTellPort));
}

function listenSomewhere(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => resolve(probe));
  });
}

function closeAndTellPort(probe: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    const address = probe.address();
    probe.close(() => {
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error('the operating system gave no port'));
    });
  });
}
