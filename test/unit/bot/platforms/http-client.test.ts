/** Calls of the Bot API over our own client, as grammY sees them. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { Api, HttpError, InputFile } from 'grammy';
import { createBotApiClient } from '../../../../bot/platforms/http-client.ts';

const TOKEN = '1:token';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** An Api whose calls are answered by `answer`. */
async function apiAnsweredBy(answer: RequestListener, timeoutMs = 10_000): Promise<Api> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bots`;
  const client = createBotApiClient({ apiRoot, token: TOKEN });
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
    return client.close();
  });
  const api = new Api(TOKEN, { apiRoot });
  api.config.use(client.sendJson(timeoutMs));
  return api;
}

test('a call reaches the method below the API’s root, and its result comes back', async () => {
  const seen: { url: string | undefined; body: unknown }[] = [];
  const api = await apiAnsweredBy(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ url: request.url, body: JSON.parse(body) });
    response.end(JSON.stringify({ ok: true, result: { message_id: 5, text: 'سلام' } }));
  });
  expect(await api.sendMessage(7, 'سلام', { parse_mode: 'HTML' })).toEqual({ message_id: 5, text: 'سلام' });
  expect(seen).toEqual([
    { url: '/bots/bot1:token/sendMessage', body: { chat_id: 7, text: 'سلام', parse_mode: 'HTML' } },
  ]);
});

test('a proxy that answers in words of its own is a refusal with its status', async () => {
  const api = await apiAnsweredBy((_request, response) => {
    response.writeHead(429).end('local_rate_limited');
  });
  await expect(api.getMe()).rejects.toMatchObject({ error_code: 429 });
});

test('a call that is not answered in time fails as a broken line does', async () => {
  const api = await apiAnsweredBy(() => {}, 30);
  const failure = await api.getMe().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HttpError);
  expect(failure).toMatchObject({ error: { message: 'No answer within 30 ms' } });
});

test('a call is broken off by its signal, before and while it is under way', async () => {
  const stopping = new AbortController();
  const api = await apiAnsweredBy(() => stopping.abort());
  const call = () => api.getMe(stopping.signal as Parameters<Api['getMe']>[0]);
  await expect(call()).rejects.toBeInstanceOf(HttpError);
  expect(stopping.signal.aborted).toBe(true);
  await expect(call()).rejects.toBeInstanceOf(HttpError);
});

test('a messenger that is not there fails the call without naming the token', async () => {
  const client = createBotApiClient({ apiRoot: 'http://127.0.0.1:1', token: TOKEN });
  cleanUps.push(() => client.close());
  const api = new Api(TOKEN, { apiRoot: 'http://127.0.0.1:1' });
  api.config.use(client.sendJson(10_000));
  const failure = await api.getMe().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HttpError);
  expect(`${failure} ${(failure as HttpError).error}`).not.toContain(TOKEN);
});

test('a file is uploaded', async () => {
  const types: string[] = [];
  const api = await apiAnsweredBy((request, response) => {
    types.push(request.headers['content-type'] ?? '');
    request.resume().on('end', () => response.end(JSON.stringify({ ok: true, result: { message_id: 5 } })));
  });
  await api.sendDocument(7, new InputFile(Buffer.from('a,b'), 'report.csv'));
  expect(types).toEqual([expect.stringMatching(/^multipart\/form-data/)]);
});
