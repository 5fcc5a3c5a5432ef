/** What the national window accepts from a client: the authorization request, and the client's name and secret. */
import { z } from 'zod';
import { isAllowedCallback } from './allowed-callback.ts';
import { NATIONAL_WINDOW_CLIENT_ID, NATIONAL_WINDOW_CLIENT_SECRET } from './credentials.ts';

export type AuthorizationRequest = z.infer<typeof requestSchema>;

export type CheckedRequest =
  | { type: 'valid'; request: AuthorizationRequest }
  /** To be told to the client, at its own address. */
  | { type: 'refused'; redirectUri: string; state: string | undefined; error: string }
  /** From nobody we know, or to be answered at an address that was never registered: told to the person only. */
  | { type: 'unknown-client' };

const clientSchema = z.object({ client_id: z.literal(NATIONAL_WINDOW_CLIENT_ID), redirect_uri: z.url() });

const requestSchema = clientSchema.extend({
  response_type: z.literal('code'),
  scope: z.string().refine((scope) => scope.split(' ').includes('openid')),
  state: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  code_challenge_method: z.literal('S256').optional(),
});

const stateSchema = z.object({ state: z.string().optional() }).catch({});

const ERROR_OF_FIELD = new Map<unknown, string>([
  ['response_type', 'unsupported_response_type'],
  ['scope', 'invalid_scope'],
]);

export function checkAuthorization(query: unknown, publicUrl: string): CheckedRequest {
  const client = clientSchema.safeParse(query);
  if (!client.success || !isRegistered(client.data.redirect_uri, publicUrl))
    return { type: 'unknown-client' };
  const request = requestSchema.safeParse(query);
  if (request.success) return { type: 'valid', request: request.data };
  return {
    type: 'refused',
    redirectUri: client.data.redirect_uri,
    state: stateSchema.parse(query).state,
    error: ERROR_OF_FIELD.get(request.error.issues[0]?.path[0]) ?? 'invalid_request',
  };
}

/** The application has registered what lies below `/sso/` at its public address. */
function isRegistered(redirectUri: string, publicUrl: string): boolean {
  return isAllowedCallback(redirectUri, publicUrl) && new URL(redirectUri).pathname.startsWith('/sso/');
}

/** The client's name, when name and secret are right. RFC 6749 has both form-encoded inside HTTP Basic. */
export function authenticatedClient(authorization: string | undefined): string | undefined {
  const encoded = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [name, secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':').map(formDecoded);
  const isRight = name === NATIONAL_WINDOW_CLIENT_ID && secret === NATIONAL_WINDOW_CLIENT_SECRET;
  return isRight ? name : undefined;
}

function formDecoded(text: string): string {
  return new URLSearchParams(`value=${text}`).get('value') ?? '';
}
