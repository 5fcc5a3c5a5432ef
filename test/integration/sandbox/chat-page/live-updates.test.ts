import { afterEach, beforeEach, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { createChatPage } from '../../../../sandbox/chat-page/routes.ts';
import { createSandboxEvents, type SandboxEvents } from '../../../../sandbox/events.ts';

let server: FastifyInstance;
let events: SandboxEvents;
let url: string;

beforeEach(async () => {
  events = createSandboxEvents();
  // As the sandbox's server is; a client may hold a connection on which it has asked nothing.
  server = Fastify({ forceCloseConnections: true });
  await server.register(createChatPage({ events }));
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

/** Everything that the stream says until `last` is among it, or until it ends. */
async function readUntil(body: AsyncIterable<Uint8Array>, last: string): Promise<string> {
  const decoder = new TextDecoder();
  let said = '';
  for await (const chunk of body) {
    said += decoder.decode(chunk, { stream: true });
    if (said.includes(last)) break;
  }
  return said;
}

/** The stream, when the server has begun it. */
async function listen(signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(`${url}/sandbox/events`, signal ? { signal } : {});
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  if (!response.body) throw new Error('the answer has no body');
  return response.body;
}

test('tells every listener what happens, in order', async () => {
  const [one, other] = await Promise.all([listen(), listen()]);
  events.publish({ type: 'app', state: 'starting' });
  events.publish({ type: 'app', state: 'ready' });
  const said = 'data: {"type":"app","state":"starting"}\n\ndata: {"type":"app","state":"ready"}\n\n';
  expect(await readUntil(one, '"ready"')).toContain(said);
  expect(await readUntil(other, '"ready"')).toContain(said);
});

test('forgets a listener who has left', async () => {
  let listeners = 0;
  const { subscribe } = events;
  const left = new Promise<void>((resolve) => {
    events.subscribe = (listener) => {
      const unsubscribe = subscribe(listener);
      listeners += 1;
      return () => {
        listeners -= 1;
        unsubscribe();
        resolve();
      };
    };
  });
  const leaving = new AbortController();
  await listen(leaving.signal);
  expect(listeners).toBe(1);
  leaving.abort();
  await left;
  expect(listeners).toBe(0);
});

test('ends the streams in peace when the server closes', async () => {
  const body = await listen();
  await server.close();
  expect(await readUntil(body, 'never said')).toBe('retry: 1000\n\n');
});

test('serves the page, its parts and the font, and neither types nor settings', async () => {
  const statusOf = async (path: string) => (await fetch(url + path)).status;
  for (const path of ['/', '/main.js', '/side-panel/phone.js', '/style/base.css', '/fonts/vazirmatn.woff2']) {
    expect([path, await statusOf(path)]).toEqual([path, 200]);
  }
  for (const path of ['/types.ts', '/tsconfig.json', '/routes.ts', '/../routes.ts', '/nothing']) {
    expect([path, await statusOf(path)]).toEqual([path, 404]);
  }
});

test('forbids the page everything that is not from here', async () => {
  const policy = (await fetch(url)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
});
