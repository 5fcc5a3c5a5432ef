/**
 * `npm run test:real`: the integration tests and those of the sandbox's MongoDB, against the real MongoDB replica set that
 * `MONGODB_URI` names. Where the two differ, a test fails. Arguments are passed on to jest.
 *
 * Each test file works in a database of its own and drops it; nothing else on the server is touched.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const suites = ['test/integration', 'sandbox/mongo'];

if (!process.env.MONGODB_URI) {
  console.error(
    'MONGODB_URI is not set. Give the address of a MongoDB replica set, for example\n' +
      "  MONGODB_URI='mongodb://127.0.0.1:27017/?replicaSet=rs0&directConnection=true' npm run test:real",
  );
  process.exit(2);
}

const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jest, ...suites, ...process.argv.slice(2)],
  { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
