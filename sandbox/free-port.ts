import { createServer } from 'node:net';

/**
 * A port of this machine that nobody listens on. It is not held, so somebody else may take it in the instant before
 * it is used; for processes that must be told their port beforehand there is no better way.
 */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('the operating system gave no port'));
      });
    });
  });
}
