/**
 * Sends Bot API calls as JSON over kept connections, in place of grammY's own client. That one opens a connection per call;
 * given kept ones, its abort controller, time limit and promises for each call still cost as much as the call itself. Files
 * are not sent here: a call that holds one goes on to grammY's client.
 */
import { HttpError, InputFile, type Transformer } from 'grammy';
import { type Dispatcher, Pool } from 'undici';

/** More calls at once wait for a free connection. */
const CONNECTIONS = 64;
const HEADERS = { 'content-type': 'application/json' };

export interface BotApiClient {
  /** The innermost transformer of an Api. A call without an answer after `timeoutMs`, all waiting counted, has failed. */
  sendJson(timeoutMs: number): Transformer;
  close(): Promise<void>;
}

type Answer = Awaited<ReturnType<Parameters<Transformer>[0]>>;

/** A client of its own for each bot, closed with it. `apiRoot` is where all its calls go. */
export function createBotApiClient({ apiRoot, token }: { apiRoot: string; token: string }): BotApiClient {
  const { origin } = new URL(apiRoot);
  const root = `${apiRoot.slice(origin.length)}/bot${token}/`;
  const pool = new Pool(origin, { connections: CONNECTIONS, keepAliveTimeout: 30_000 });
  return {
    sendJson: (timeoutMs) => async (call, method, payload, signal) => {
      if (holdsFile(payload)) return call(method, payload, signal);
      const body = JSON.stringify(payload);
      try {
        // grammY names the type of a polyfill; Node's own signal is what it gets on Node 20.
        const limits = { timeoutMs, signal: signal as AbortSignal | undefined };
        return (await post(pool, { path: root + method, body }, limits)) as never;
      } catch (error) {
        // The kind of error that grammY's own client throws; it must not name the address, which holds the token.
        throw new HttpError(`Network request for '${method}' failed!`, error);
      }
    },
    close: () => pool.close(),
  };
}

function holdsFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof InputFile || Object.values(value).some(holdsFile);
}

/**
 * By undici's lowest layer: an `AbortSignal` for the time limit and a stream for the answer would cost as much as all the
 * rest of a call.
 */
function post(
  pool: Pool,
  request: { path: string; body: string },
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let sending: Dispatcher.DispatchController | undefined;
    let givenUp: Error | undefined;
    let status = 0;
    const chunks: Buffer[] = [];

    const timer = setTimeout(() => giveUp(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
    const stop = () => giveUp(new Error('The call was broken off'));
    signal?.addEventListener('abort', stop);
    if (signal?.aborted) return stop();

    // Our own limit counts the wait for a free connection too.
    pool.dispatch(
      { ...request, method: 'POST', headers: HEADERS, headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart(controller) {
          sending = controller;
          if (givenUp) controller.abort(givenUp);
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          cleanUp();
          resolve(envelope(Buffer.concat(chunks).toString('utf8'), status));
        },
        onResponseError(_controller, error) {
          cleanUp();
          reject(error);
        },
      },
    );

    function giveUp(reason: Error): void {
      cleanUp();
      givenUp = reason;
      sending?.abort(reason);
      reject(reason);
    }

    function cleanUp(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  });
}

/**
 * The answer as the Bot API words it. A proxy in front of it may refuse a call in words or HTML of its own (`429`,
 * `local_rate_limited`); its status then says what a Bot API would.
 */
function envelope(body: string, status: number): Answer {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && 'ok' in answer) return answer as Answer;
  } catch {
    // Not the Bot API's.
  }
  // A "fine" that is none is a fault of what stands in between, and passes.
  const error_code = status >= 400 ? status : 502;
  return { ok: false, error_code, description: `No Bot API answered (HTTP ${status})` };
}
