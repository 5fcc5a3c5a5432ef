import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ApiAnswer, jsonRequest, methodUrl, openWorld, SARA, type World } from './messenger-world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const say = (...texts: string[]) =>
  texts.reduce<Promise<unknown>>(
    (before, text) => before.then(() => world.act(SARA.telegram, { text })),
    Promise.resolve(),
  );

async function pendingTexts(parameters: object = {}): Promise<string[]> {
  const { result } = await world.call('getUpdates', parameters);
  return result.map((update: { message: { text: string } }) => update.message.text);
}

test('updates come again until a later offset confirms them, and their ids grow by one', async () => {
  await say('one', 'two', 'three');
  expect(await pendingTexts()).toEqual(['one', 'two', 'three']);
  const { result } = await world.call('getUpdates');
  const ids = result.map(({ update_id }: { update_id: number }) => update_id);
  expect(ids).toEqual([ids[0], ids[0] + 1, ids[0] + 2]);

  expect(await pendingTexts({ offset: ids[0] + 1 })).toEqual(['two', 'three']);
  expect(await pendingTexts({ offset: 0 })).toEqual(['two', 'three']);
  expect(await pendingTexts({ offset: ids[2] + 1 })).toEqual([]);
  expect(await pendingTexts()).toEqual([]);
});

test('a negative offset counts from the end and forgets what came before', async () => {
  await say('one', 'two', 'three');
  expect(await pendingTexts({ offset: -2 })).toEqual(['two', 'three']);
  expect(await pendingTexts()).toEqual(['two', 'three']);
});

test('limit is kept between 1 and 100', async () => {
  await say('one', 'two');
  expect(await pendingTexts({ limit: 1 })).toEqual(['one']);
  expect(await pendingTexts({ limit: 0 })).toEqual(['one']);
  expect(await pendingTexts({ limit: 1_000 })).toEqual(['one', 'two']);
});

test('a long poll waits for the next update', async () => {
  const poll = pendingTexts({ timeout: 30 });
  await say('hello');
  expect(await poll).toEqual(['hello']);
});

test('of two polls at once one is ended with 409 and the other goes on', async () => {
  const polls = [world.call('getUpdates', { timeout: 30 }), world.call('getUpdates', { timeout: 30 })];
  const ended = await Promise.race(polls);
  expect(ended).toEqual({
    ok: false,
    error_code: 409,
    description:
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  });
  await say('for the other');
  const answers = await Promise.all(polls);
  expect(answers.filter(({ ok }) => ok).map(({ result }) => result[0].message.text)).toEqual([
    'for the other',
  ]);
});

test('what a client did not take because it hung up is given to the next one', async () => {
  const leaving = new AbortController();
  const poll = fetch(methodUrl(world.url, 'getUpdates'), {
    ...jsonRequest({ timeout: 30 }),
    signal: leaving.signal,
  }).catch(() => 'gone');
  // By the time this is answered, the poll that was sent before it has most likely been read; either way holds.
  await world.call('getMe');
  leaving.abort();
  expect(await poll).toBe('gone');
  await say('still here');
  expect(await pendingTexts()).toEqual(['still here']);
});

test('polling is refused while a webhook is set', async () => {
  await world.call('setWebhook', { url: 'http://127.0.0.1:9/none' });
  const refusal = await world.call('getUpdates');
  expect(refusal.error_code).toBe(409);
  expect(refusal.description).toMatch(/^Conflict: can't use getUpdates method while webhook is active/);
  await world.call('deleteWebhook');
  expect((await world.call('getUpdates')).ok).toBe(true);
});

test('only kinds that the bot asked for are queued, and the wish is remembered', async () => {
  await world.call('getUpdates', { allowed_updates: ['callback_query'] });
  expect((await world.act(SARA.telegram, { text: 'unheard' })).updateIds).toEqual([]);
  await world.call('getUpdates');
  world = await world.reopen();
  expect((await world.act(SARA.telegram, { text: 'unheard' })).updateIds).toEqual([]);
  await world.call('getUpdates', { allowed_updates: [] });
  await say('heard');
  expect(await pendingTexts()).toEqual(['heard']);
});

test('unconfirmed updates survive a restart, confirmed ones do not come back, ids go on', async () => {
  await say('one', 'two');
  const before = (await world.call('getUpdates')).result;
  await world.call('getUpdates', { offset: before[1].update_id });
  world = await world.reopen();
  expect((await world.call('getUpdates')).result).toEqual([before[1]]);
  await world.call('getUpdates', { offset: before[1].update_id + 1 });
  world = await world.reopen();
  const { updateIds } = await world.act(SARA.telegram, { text: 'three' });
  expect(updateIds).toEqual([before[1].update_id + 1]);
});

test('updates are lost after a day', async () => {
  await say('yesterday');
  world.clock.ms += 24 * 60 * 60 * 1_000 + 1;
  expect(await pendingTexts()).toEqual([]);
});

test('the identical update is delivered as often as told', async () => {
  const { updateIds } = await world.act(SARA.telegram, { text: 'again', repeat: 3 });
  expect(updateIds).toHaveLength(1);
  const { result } = await world.call('getUpdates');
  expect(result).toHaveLength(3);
  expect(result[1]).toEqual(result[0]);
  expect(result[2]).toEqual(result[0]);
  expect(await pendingTexts({ offset: Number(updateIds[0]) + 1 })).toEqual([]);
});

test('a method may be called in any case, by query, form, JSON or multipart', async () => {
  await say('/start');
  const address = methodUrl(world.url, 'SENDmessage');
  const form = new FormData();
  form.set('chat_id', String(SARA.telegram));
  form.set('text', 'multipart');
  const answers = await Promise.all([
    fetch(`${address}?chat_id=${SARA.telegram}&text=query`),
    fetch(address, { method: 'POST', body: new URLSearchParams({ chat_id: '1001', text: 'form' }) }),
    fetch(address, jsonRequest({ chat_id: '1001', text: 'json' })),
    fetch(address, { method: 'POST', body: form }),
  ]);
  const texts = await Promise.all(
    answers.map(async (answer) => ((await answer.json()) as ApiAnswer).result.text),
  );
  expect(texts).toEqual(['query', 'form', 'json', 'multipart']);
});

test('an unknown token is 401, an unknown method 404', async () => {
  const response = await fetch(`${world.url}/bot-api/telegram/bot1:other/getMe`);
  expect([response.status, await response.json()]).toEqual([
    401,
    { ok: false, error_code: 401, description: 'Unauthorized' },
  ]);
  expect(await world.call('sendNonsense')).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
});
