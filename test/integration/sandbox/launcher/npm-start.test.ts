/** `npm start` as people meet it: as a process, killed in every way. The app is a stand-in that is ready at once. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { commandLineOf } from '../../../../sandbox/command-line.ts';
import { type SandboxProcess, startSandboxProcess } from '../../../support/running-sandbox.ts';

const standIn = fileURLToPath(new URL('./stand-in-app.ts', import.meta.url));
const dyingApp = fileURLToPath(new URL('./dying-app.ts', import.meta.url));

// Each start is four processes, and a busy machine gives them little.
jest.setTimeout(120_000);

let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandboxProcess({ app: standIn });
});

afterAll(() => sandbox.stop());

interface AppStatus {
  state: string;
  pid: number;
  restarts: number;
}

async function read<T>(path: string, init?: RequestInit): Promise<T> {
  return (await (await fetch(`${sandbox.baseUrl}${path}`, init)).json()) as T;
}

const appStatus = () => read<AppStatus>('/sandbox/app');

async function appEnvironment(): Promise<Record<string, string>> {
  return (await read<{ environment: Record<string, string> }>('/healthz')).environment;
}

/** The process of a database, as the launcher wrote it down. */
function recordedPid(name: 'mongo' | 'redis'): number {
  return JSON.parse(readFileSync(join(sandbox.dataDir, `${name}.process.json`), 'utf8')).pid;
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await delay(25);
}

async function withRedis<T>(use: (redis: Redis) => Promise<T>): Promise<T> {
  const { REDIS_URL = '' } = await appEnvironment();
  const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

test('the app is given the addresses of the outside world', async () => {
  const url = sandbox.baseUrl;
  expect(await appEnvironment()).toMatchObject({
    MONGODB_URI: expect.stringMatching(/^mongodb:\/\/127\.0\.0\.1:\d+\/karamooz/),
    REDIS_URL: expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/),
    TELEGRAM_BOT_TOKEN: expect.stringMatching(/^\d+:/),
    TELEGRAM_API_ROOT: `${url}/bot-api/telegram`,
    BALE_API_ROOT: `${url}/bot-api/bale`,
    SMS_API_ROOT: `${url}/systems/sms`,
    PAYMENT_API_ROOT: `${url}/systems/payment`,
    SHAHKAR_API_ROOT: `${url}/systems/shahkar`,
    CIVIL_REGISTRY_API_ROOT: `${url}/systems/civil-registry`,
    KARPOOSHE_API_ROOT: `${url}/systems/karpooshe`,
    PUBLIC_URL: url,
    CATALOGUE_FILE: join(sandbox.dataDir, 'catalogue.json'),
  });
});

test('pages of the app are shown at the address of the sandbox', async () => {
  expect((await read<{ url: string }>('/payments/return?Authority=A1&Status=OK')).url).toBe(
    '/payments/return?Authority=A1&Status=OK',
  );
  expect((await read<{ url: string }>('/webhooks/bale', { method: 'POST', body: '{}' })).url).toBe(
    '/webhooks/bale',
  );
});

test('an app that is killed is started again', async () => {
  const before = await appStatus();
  await read('/sandbox/app', {
    method: 'POST',
    body: '{"signal":"SIGKILL"}',
    headers: { 'content-type': 'application/json' },
  });
  await until(
    async () => (await appStatus()).restarts > before.restarts && (await appStatus()).state === 'ready',
  );
  expect((await appStatus()).pid).not.toBe(before.pid);
  expect((await fetch(`${sandbox.baseUrl}/readyz`)).status).toBe(200);
});

test.each(['redis', 'mongo'] as const)('%s that is killed comes back on the same port', async (name) => {
  const killed = recordedPid(name);
  const command = commandLineOf(killed);
  process.kill(killed, 'SIGKILL');
  await until(() => recordedPid(name) !== killed && commandLineOf(recordedPid(name)) === command);
});

test('a second start with the same data folder is refused and told where the first one is', async () => {
  const second = startSandboxProcess({ app: standIn, env: { DATA_DIR: sandbox.dataDir } });
  await expect(second).rejects.toThrow(/exit code 1/);
  await expect(second).rejects.toThrow(`process ${sandbox.pid}): open ${sandbox.baseUrl}/`);
});

test('a taken port is named, with what to do', async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address() as AddressInfo;
  const start = startSandboxProcess({ app: standIn, env: { PORT: String(port) } });
  await expect(start).rejects.toThrow(/exit code 1/);
  await expect(start).rejects.toThrow(new RegExp(`Port ${port} is taken .*"PORT=${port + 1} npm start"`));
  squatter.close();
});

test('an app that does not come up is named, with its last words', async () => {
  const start = startSandboxProcess({ app: dyingApp });
  await expect(start).rejects.toThrow(/exit code 1/);
  await expect(start).rejects.toThrow(
    /The app did not start: it ended with exit code 3[\s\S]*there is no way on/,
  );
});

test('after kill -9 the next start works at once, and nothing is lost or left behind', async () => {
  await withRedis((redis) => redis.set('kept', 'yes'));
  const children = [recordedPid('redis'), recordedPid('mongo'), (await appStatus()).pid];

  await sandbox.kill9();
  await sandbox.restart();

  await until(() => children.every((pid) => commandLineOf(pid) === undefined));
  expect(await withRedis((redis) => redis.get('kept'))).toBe('yes');
});

test('Ctrl-C ends everything and keeps the data; a start right behind it waits its turn', async () => {
  await withRedis((redis) => redis.set('kept', 'again'));
  const children = [recordedPid('redis'), recordedPid('mongo'), (await appStatus()).pid];

  process.kill(sandbox.pid, 'SIGINT');
  const next = await startSandboxProcess({ app: standIn, env: { DATA_DIR: sandbox.dataDir } });
  expect(children.map(commandLineOf)).toEqual([undefined, undefined, undefined]);
  await next.stop();

  await sandbox.restart();
  expect(await withRedis((redis) => redis.get('kept'))).toBe('again');
});
