/**
 * The `fetch` that grammY calls the Bot API with. Its own client opens a connection per call and was the largest single
 * cost of an update; this one keeps connections. Only what grammY uses of `fetch` is there.
 */
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';

/** More calls at once wait for a free connection. */
const CONNECTIONS = 64;

interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/** A client of its own for each bot, closed with it. */
export function createBotApiClient() {
  const dispatcher = new Agent({ connections: CONNECTIONS, keepAliveTimeout: 30_000 });

  async function fetch(url: string | URL, { method = 'GET', headers = {}, body, signal }: FetchInit = {}) {
    const response = await request(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      dispatcher,
      headers: withoutConnection(headers),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : Readable.from(body as AsyncIterable<Uint8Array>) }),
      // grammY's own time limits are long; a call that hangs is cut by them, a stopped bot by its signal.
      ...(signal ? { signal } : {}),
      bodyTimeout: 0,
      headersTimeout: 0,
    });
    return {
      ok: response.statusCode >= 200 && response.statusCode < 300,
      status: response.statusCode,
      json: () => response.body.json(),
      text: () => response.body.text(),
    };
  }

  return { fetch, close: () => dispatcher.close() };
}

/** undici keeps connections by itself and refuses to be told so by a header. */
function withoutConnection(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'connection'));
}
