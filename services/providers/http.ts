/**
 * One request to an outside system, with everything that can happen to it as a value.
 *
 * Reasons are short words fit for a log. They never hold an address: a key may be a part of its path.
 */
import { Agent, request } from 'undici';
import { z } from 'zod';

export type HttpOutcome =
  /** `body` is the parsed JSON, or undefined when the answer was not JSON (as from a proxy in front of the system). */
  | { type: 'answered'; status: number; body: unknown }
  /** The request never left this machine. */
  | { type: 'not-sent'; reason: string }
  /** The request may have arrived and been obeyed. */
  | { type: 'unknown'; reason: string };

export interface HttpRequest {
  /** Begins with a slash and follows the client's `apiRoot`. */
  path: string;
  headers?: Record<string, string>;
  /** What is posted: as JSON, or as an HTML form. */
  json?: object;
  form?: Record<string, string>;
  /** Other than the client's. */
  timeoutMs?: number;
}

export interface HttpClientOptions {
  /** Without a slash at the end. */
  apiRoot: string;
  /** From the first attempt to connect to the last byte of the answer. */
  timeoutMs: number;
}

/** Sends a POST. */
export type HttpPost = (request: HttpRequest) => Promise<HttpOutcome>;

const ANSWER_BYTES_MAX = 1_048_576;

/** Errors that undici and Node raise before a byte of the request is written. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Connections are kept and shared by all requests of one client. */
export function createHttpPost({ apiRoot, timeoutMs }: HttpClientOptions): HttpPost {
  // Connecting gets half of the time, so that a host that cannot be reached shows as "not sent" and not as "unknown".
  const dispatcher = new Agent({ connect: { timeout: timeoutMs / 2 }, maxResponseSize: ANSWER_BYTES_MAX });

  return async ({ path, headers, json, form, timeoutMs: ownTimeoutMs = timeoutMs }) => {
    try {
      const response = await request(`${apiRoot}${path}`, {
        method: 'POST',
        dispatcher,
        signal: AbortSignal.timeout(ownTimeoutMs),
        headers: { accept: 'application/json', 'content-type': contentType(form), ...headers },
        body: form ? new URLSearchParams(form).toString() : JSON.stringify(json ?? {}),
      });
      return { type: 'answered', status: response.statusCode, body: parseJson(await response.body.text()) };
    } catch (error) {
      const reason = reasonOf(error);
      return { type: BEFORE_SENDING.has(reason) ? 'not-sent' : 'unknown', reason };
    }
  };
}

function contentType(form: object | undefined): string {
  return form ? 'application/x-www-form-urlencoded; charset=utf-8' : 'application/json; charset=utf-8';
}

const failureSchema = z.object({
  name: z.string(),
  code: z.string().optional().catch(undefined),
  // When a name has several addresses, Node wraps one error for each of them.
  errors: z
    .array(z.object({ code: z.string() }))
    .optional()
    .catch(undefined),
});

function reasonOf(error: unknown): string {
  const failure = failureSchema.safeParse(error).data;
  if (!failure) return 'error';
  if (failure.name === 'TimeoutError') return 'timeout';
  return failure.errors?.[0]?.code ?? failure.code ?? failure.name;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(withExactIntegers(text));
  } catch {
    return undefined;
  }
}

/** Integers that a JavaScript number may not hold exactly become text: providers number their messages in 64 bits. */
function withExactIntegers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) ? `"${token}"` : token,
  );
}

/** Why an outcome that is not the expected answer means "not now". */
export function unavailableReason(outcome: HttpOutcome): string {
  return outcome.type === 'answered' ? `http ${outcome.status}` : outcome.reason;
}
