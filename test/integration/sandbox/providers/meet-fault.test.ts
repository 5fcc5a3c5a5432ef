import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { KARPOOSHE_TOKEN } from '../../../../sandbox/providers/credentials.ts';
import { MARYAM, type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

let world: OutsideSystems;
let nextRandom = 0;

beforeAll(async () => {
  world = await startOutsideSystems(
    () => {},
    () => nextRandom,
  );
});
afterEach(() => world.systems.set('karpooshe', { mode: 'up' }));
afterAll(() => world.close());

async function deliver(reference: string, signal: AbortSignal | null = null): Promise<Response> {
  return fetch(`${world.url}/systems/karpooshe/api/v1/notices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KARPOOSHE_TOKEN}` },
    body: JSON.stringify({ nationalCode: MARYAM.nationalCode, title: 'عنوان', body: 'متن', reference }),
    signal,
  });
}

const references = () => world.karpooshe.received().map((notice) => notice.reference);

test('a system that is down answers with the page of the proxy before it', async () => {
  world.systems.set('karpooshe', { mode: 'down', how: 'error' });
  const response = await deliver('error');
  expect(response.status).toBe(503);
  expect(response.headers.get('content-type')).toContain('text/html');
  expect(references()).not.toContain('error');
});

test('a flaky system fails its share of the requests and serves the rest', async () => {
  world.systems.set('karpooshe', { mode: 'flaky', share: 0.5, how: 'error' });
  nextRandom = 0.4;
  expect((await deliver('unlucky')).status).toBe(503);
  nextRandom = 0.6;
  expect((await deliver('lucky')).status).toBe(201);
});

test('a slow system does its work at once and answers late', async () => {
  world.systems.set('karpooshe', { mode: 'slow', delayMs: 60_000 });
  const givenUp = new AbortController();
  const answer = deliver('slow', givenUp.signal);
  // The notice is there while its sender still waits.
  await until(() => references().includes('slow'));
  givenUp.abort();
  await expect(answer).rejects.toThrow();
});

test('the switch of one system leaves the others alone', async () => {
  world.systems.set('sms', { mode: 'down', how: 'reset' });
  expect((await deliver('alone')).status).toBe(201);
  await expect(fetch(`${world.url}/systems/sms/v1/0/utils/getdate.json`)).rejects.toThrow();
});

test('closing does not wait for requests that hang or are answered late', async () => {
  let inside = 0;
  const closing = await startOutsideSystems((app) => {
    app.server.on('request', () => {
      inside += 1;
    });
  });
  closing.systems.set('sms', { mode: 'down', how: 'hang' });
  closing.systems.set('payment', { mode: 'slow', delayMs: 60_000 });
  const hanging = fetch(`${closing.url}/systems/sms/v1/0/utils/getdate.json`).catch(() => 'broken off');
  const slow = fetch(`${closing.url}/systems/payment/pg/StartPay/nonsense`);
  await until(() => inside === 2);
  await closing.close();
  expect(await hanging).toBe('broken off');
  expect((await slow).status).toBe(404);
});

/** Lets the server work until the condition holds; the test's own time limit is the limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
