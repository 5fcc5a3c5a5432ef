/** How the process ends when it cannot go on: with a word to the operator, and nothing secret in it. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { PERSONAL_DATA } from '../../sandbox/app-environment.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
/** Nobody listens on port 1. */
const NO_DATABASE = 'mongodb://karamooz:hunter2@127.0.0.1:1/karamooz';
const TOKEN = '123456789:AAE-planted_token_0123456789abcdefgh';

/** Rejects a promise that nobody holds, as soon as the process says what it does then. */
const REJECTS = `const timer = setInterval(() => {
  if (process.listenerCount('unhandledRejection') === 0) return;
  clearInterval(timer);
  Promise.reject(new Error('calling bot' + process.env.TELEGRAM_BOT_TOKEN));
}, 10)`;

function run(environment: NodeJS.ProcessEnv, before: string[] = []) {
  const loaders = ['tsx', ...before].flatMap((loader) => ['--import', loader]);
  const env = { PATH: process.env.PATH, ...environment };
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    execFile(process.execPath, [...loaders, MAIN], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

const settings = {
  ...{ ROLES: 'jobs', REDIS_URL: 'redis://127.0.0.1:1', PUBLIC_URL: 'http://127.0.0.1' },
  TELEGRAM_BOT_TOKEN: TOKEN,
  ...PERSONAL_DATA,
};

test('without its settings it names them and ends', async () => {
  const { code, output } = await run({});
  expect(code).toBe(1);
  expect(output).toContain('MONGODB_URI');
});

test('without its database it logs so and ends; the password is not in the log', async () => {
  const uri = `${NO_DATABASE}?serverSelectionTimeoutMS=100`;
  const { code, output } = await run({ ...settings, MONGODB_URI: uri });
  expect(code).toBe(1);
  expect(JSON.parse(output)).toMatchObject({ level: 60, msg: 'starting failed' });
  expect(output).not.toContain('hunter2');
});

test('a rejection that nobody handles is logged, cleaned, and ends it', async () => {
  const before = `data:text/javascript,${encodeURIComponent(REJECTS)}`;
  const { code, output } = await run({ ...settings, MONGODB_URI: NO_DATABASE }, [before]);
  expect(code).toBe(1);
  expect(JSON.parse(output)).toMatchObject({ level: 60, msg: 'a rejection was not handled' });
  expect(output).toContain('calling bot');
  expect(output).not.toContain('planted_token');
});
