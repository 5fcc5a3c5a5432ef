import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWorld, SARA, type World } from './messenger-world.ts';

interface Delivery {
  text: string;
  updateId: number;
  userId: number;
  secret: string | undefined;
}

/** A bot's web server; `answers` are its next statuses, 200 after them. */
interface Hook {
  url: string;
  answers: number[];
  reply: string;
  deliveries: Delivery[];
  /** Resolves when so many deliveries have come. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
}

let world: World;
let hook: Hook;
beforeEach(async () => {
  world = await openWorld();
  hook = await openHook();
});
afterEach(async () => {
  await world.close();
  await hook.close();
});

const say = (text: string, userId = SARA.telegram) => world.act(userId, { text });

test('updates are posted with the secret, and are then done with', async () => {
  await world.call('setWebhook', { url: hook.url, secret_token: 'se-cret_1', max_connections: 5 });
  const { updateIds } = await say('hello');
  await hook.received(1);
  expect(hook.deliveries).toEqual([
    { text: 'hello', updateId: updateIds[0], userId: SARA.telegram, secret: 'se-cret_1' },
  ]);
  await nothingPending();
  expect((await world.call('getWebhookInfo')).result).toMatchObject({ url: hook.url, max_connections: 5 });
});

test('Bale sends no secret', async () => {
  await world.call('setWebhook', { url: hook.url, secret_token: 'secret' }, 'bale');
  await world.act(SARA.bale, { text: 'hello' }, 'bale');
  await hook.received(1);
  expect(hook.deliveries[0]?.secret).toBeUndefined();
});

test('what the bot fails to take comes again, before anything else of that chat', async () => {
  hook.answers = [500, 302];
  await world.call('setWebhook', { url: hook.url });
  await say('one');
  await say('two');
  await hook.received(4);
  expect(hook.deliveries.map(({ text }) => text)).toEqual(['one', 'one', 'one', 'two']);
  const info = (await world.call('getWebhookInfo')).result;
  expect(info.last_error_message).toBe('Wrong response from the webhook: 302 Found');
});

test('a chat whose delivery fails does not hold up the others', async () => {
  hook.answers = [500];
  await world.call('setWebhook', { url: hook.url });
  await say('mine');
  await hook.received(1);
  await say('theirs', 555);
  await hook.received(3);
  expect(hook.deliveries.map(({ text }) => text)).toEqual(['mine', 'theirs', 'mine']);
});

test('undelivered updates wait for the webhook across a restart', async () => {
  await say('early');
  await world.call('setWebhook', { url: 'http://127.0.0.1:9/nobody' });
  expect((await world.call('getWebhookInfo')).result.pending_update_count).toBe(1);
  world = await world.reopen();
  await world.call('setWebhook', { url: hook.url });
  await hook.received(1);
  expect(hook.deliveries[0]?.text).toBe('early');
});

test('the identical update is posted as often as told', async () => {
  await world.call('setWebhook', { url: hook.url });
  await world.act(SARA.telegram, { text: 'again', repeat: 3 });
  await hook.received(3);
  expect(new Set(hook.deliveries.map(({ updateId }) => updateId)).size).toBe(1);
});

test('pending updates can be dropped when the webhook is set or deleted', async () => {
  await say('old');
  await world.call('deleteWebhook', { drop_pending_updates: true });
  expect((await world.call('getUpdates')).result).toEqual([]);
});

test('the answer of the webhook may call a method', async () => {
  hook.reply = JSON.stringify({ method: 'sendMessage', chat_id: SARA.telegram, text: 'from the hook' });
  await world.call('setWebhook', { url: hook.url });
  await say('hello');
  const items = await world.items(SARA.telegram, 'telegram', '?wait=20000');
  expect(items.at(-1)?.text).toBe('from the hook');
});

test('secrets and addresses are checked', async () => {
  const refused = async (payload: object) => (await world.call('setWebhook', payload)).description;
  expect(await refused({ url: hook.url, secret_token: 'a b' })).toBe(
    'Bad Request: secret token contains unallowed characters',
  );
  expect(await refused({ url: 'ftp://x' })).toBe(
    'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
  );
});

async function nothingPending(): Promise<void> {
  while ((await world.call('getWebhookInfo')).result.pending_update_count > 0)
    await new Promise(setImmediate);
}

async function openHook(): Promise<Hook> {
  const waiting: { count: number; resolve: () => void }[] = [];
  const server: Server = createServer((request, response) => {
    void readDelivery(request).then((delivery) => {
      opened.deliveries.push(delivery);
      response.writeHead(opened.answers.shift() ?? 200).end(opened.reply);
      for (const { count, resolve } of waiting) if (opened.deliveries.length >= count) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const opened: Hook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    answers: [],
    reply: '',
    deliveries: [],
    received: (count) =>
      new Promise((resolve) => {
        if (opened.deliveries.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return opened;
}

async function readDelivery(request: IncomingMessage): Promise<Delivery> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const update = JSON.parse(Buffer.concat(chunks).toString());
  const secret = request.headers['x-telegram-bot-api-secret-token'];
  return {
    text: update.message.text,
    updateId: update.update_id,
    userId: update.message.from.id,
    secret: typeof secret === 'string' ? secret : undefined,
  };
}
