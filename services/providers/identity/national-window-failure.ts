/** Whose fault it is that a login at the national window did not work: what came back does not hold, or the window is not well. */
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';

export type Failure = { type: 'refused' | 'unavailable'; reason: string };

/** The window's own words for "not now", and for what only a human can mend in our account there. */
const NOT_NOW = new Set(['temporarily_unavailable', 'server_error', 'invalid_client', 'unauthorized_client']);

/** Of openid-client: an answer that is not of the window, or none at all. All else is about what was answered. */
const NO_ANSWER = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
  'OAUTH_REQUEST_PROTOCOL_FORBIDDEN',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
]);

/** `reason` is fit for a log. What `error` cannot be known as counts as an outage: it decides nothing about anybody. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AuthorizationResponseError) return worded(error.error);
  if (error instanceof ResponseBodyError) {
    const { status } = error;
    return status >= 500 || status === 429
      ? { type: 'unavailable', reason: `http ${status}` }
      : worded(error.error);
  }
  // It does not know our name or secret.
  if (error instanceof WWWAuthenticateChallengeError) return { type: 'unavailable', reason: 'code 401' };
  if (error instanceof ClientError && error.code !== undefined) {
    return { type: NO_ANSWER.has(error.code) ? 'unavailable' : 'refused', reason: error.code };
  }
  return { type: 'unavailable', reason: error instanceof Error ? error.name : 'error' };
}

/** The window's word comes through a browser, so anybody may have written it. */
function worded(word: string): Failure {
  const known = /^[a-z_]{1,40}$/.test(word) ? word : 'error';
  return { type: NOT_NOW.has(known) ? 'unavailable' : 'refused', reason: `code ${known}` };
}
