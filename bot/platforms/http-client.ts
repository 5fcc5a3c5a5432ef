/**
 * The `fetch` that grammY calls the Bot API with. Its own client opens a connection per call and was the largest single
 * cost of an update; this one keeps connections. Only what grammY uses of `fetch` is there.
 */
import { Readable } from 'node:stream';
import { Pool } from 'undici';

/** More calls at once wait for a free connection. */
const CONNECTIONS = 64;

interface FetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/** A client of its own for each bot, closed with it. `apiRoot` is where all its calls go. */
export function createBotApiClient(apiRoot: string) {
  const { origin } = new URL(apiRoot);
  const pool = new Pool(origin, { connections: CONNECTIONS, keepAliveTimeout: 30_000 });

  async function fetch(url: string | URL, { method = 'GET', headers = {}, body, signal }: FetchInit = {}) {
    const address = String(url);
    if (!address.startsWith(origin)) throw new Error('A Bot API call may only go to the configured Bot API');
    const response = await pool.request({
      path: address.slice(origin.length),
      method: method === 'POST' ? 'POST' : 'GET',
      headers: withoutConnection(headers),
      ...(body === undefined ? {} : { body: sendable(body) }),
      // grammY's own time limits are long; a call that hangs is cut by them, a stopped bot by its signal.
      ...(signal ? { signal } : {}),
      bodyTimeout: 0,
      headersTimeout: 0,
    });
    return {
      ok: response.statusCode >= 200 && response.statusCode < 300,
      status: response.statusCode,
      json: async () => envelope(await response.body.text(), response.statusCode),
    };
  }

  return { fetch, close: () => pool.close() };
}

/**
 * The answer as the Bot API words it. A proxy in front of it may refuse a call in words or HTML of its own (`429`,
 * `local_rate_limited`); its status then says what a Bot API would.
 */
function envelope(body: string, status: number): unknown {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer;
  } catch {
    // Not the Bot API's.
  }
  // A "fine" that is none is a fault of what stands in between, and passes.
  const error_code = status >= 400 ? status : 502;
  return { ok: false, error_code, description: `No Bot API answered (HTTP ${status})` };
}

/** JSON as it is; an upload comes as a stream of chunks. */
function sendable(body: unknown): string | Readable {
  return typeof body === 'string' ? body : Readable.from(body as AsyncIterable<Uint8Array>);
}

/** undici keeps connections by itself and refuses to be told so by a header. */
function withoutConnection(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'connection'));
}
