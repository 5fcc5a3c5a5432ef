/** The server of the sandbox, without the app. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSandboxConfig } from '../../../../sandbox/config.ts';
import { type Sandbox, startSandbox } from '../../../../sandbox/launcher.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'karamooz-world-'));
const { PATH = '' } = process.env;
let sandbox: Sandbox;

function start(folder = dataDir): Promise<Sandbox> {
  return startSandbox({
    config: readSandboxConfig({ PATH, PORT: '0', DATA_DIR: folder }, []),
    clock: { now: Date.now },
    random: () => 0,
    app: false,
    say: () => undefined,
  });
}

beforeAll(async () => {
  sandbox = await start();
});

afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});

async function call(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
  };
}

const NEWCOMER = {
  nationalCode: '0076229645',
  firstName: 'ترانه',
  lastName: 'نوآمده',
  mobile: '09994019001',
};

test('the chat page is at the root', async () => {
  const page = await call('GET', '/');
  expect(page.status).toBe(200);
  expect(page.body).toContain('<html');
});

test('a person who is added is known to the registry, with the values of an ordinary trainee', async () => {
  const added = await call('POST', '/sandbox/people', NEWCOMER);
  expect(added.status).toBe(201);
  const people = await call('GET', '/sandbox/people');
  expect(people.body).toContainEqual({
    ...added.body,
    ...NEWCOMER,
    alive: true,
    role: 'trainee',
    accounts: {},
  });
});

test.each([
  ['a wrong check digit', { ...NEWCOMER, nationalCode: '0076229646' }, 400, /check digit/],
  ['no name', { nationalCode: '0012345679' }, 400, /firstName/],
  ['an unknown field', { ...NEWCOMER, age: 20 }, 400, /age/],
  [
    'the account of another',
    { ...NEWCOMER, accounts: { telegram: { userId: '1001' } } },
    409,
    /1001 already/,
  ],
])('a person with %s is refused with a sentence', async (_what, body, status, error) => {
  const answer = await call('POST', '/sandbox/people', body);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatch(error);
});

test('a system that is switched shows its mode, and refuses modes that it does not know', async () => {
  const down = { mode: 'down', how: 'error' };
  expect((await call('PUT', '/sandbox/systems/sms', { mode: 'down' })).body).toEqual(down);
  expect((await call('GET', '/sandbox/systems')).body).toMatchObject({ sms: down, shahkar: { mode: 'up' } });
  expect((await call('PUT', '/sandbox/systems/sms', { mode: 'asleep' })).status).toBe(400);
  expect((await call('PUT', '/sandbox/systems/telegraph', { mode: 'up' })).status).toBe(404);
  await call('PUT', '/sandbox/systems/sms', { mode: 'up' });
});

test('without the app its pages answer 503 in JSON, and there is nothing to end', async () => {
  expect(await call('GET', '/readyz')).toMatchObject({ status: 503, body: { error: expect.any(String) } });
  expect((await call('GET', '/payments/return?Authority=A1')).status).toBe(503);
  expect((await call('GET', '/sandbox/app')).body).toEqual({ state: 'stopped', pid: null, restarts: 0 });
  expect((await call('POST', '/sandbox/app', { signal: 'SIGKILL' })).status).toBe(409);
});

test('a stopped world is as it was when it is started again', async () => {
  const catalogue = readFileSync(join(dataDir, 'catalogue.json'), 'utf8');
  await call('PUT', '/sandbox/systems/payment', { mode: 'slow', delayMs: 5 });
  await sandbox.stop();
  sandbox = await start();
  expect((await call('GET', '/sandbox/systems')).body.payment).toEqual({ mode: 'slow', delayMs: 5 });
  expect((await call('GET', '/sandbox/people')).body).toContainEqual(expect.objectContaining(NEWCOMER));
  expect(readFileSync(join(dataDir, 'catalogue.json'), 'utf8')).toBe(catalogue);
});

test('a data folder that cannot be one is refused with a sentence', async () => {
  const file = join(dataDir, 'catalogue.json');
  await expect(start(file)).rejects.toThrow(`The data folder ${file} cannot be written`);
});
