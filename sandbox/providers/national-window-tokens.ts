/** The token and userinfo endpoints: what the client learns of the person, in exchange for the code. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SandboxDeps } from '../deps.ts';
import { type Grant, type GrantBook, TOKEN_LIFE_SECONDS } from './national-window-grants.ts';
import { authenticatedClient } from './national-window-request.ts';
import { type Twisted, twistedClaims, twistedToken } from './national-window-twists.ts';
import type { SigningKey } from './signing-key.ts';

export interface TokenDeps extends Pick<SandboxDeps, 'population' | 'now'> {
  grants: GrantBook;
  key: SigningKey;
  issuer: () => string;
  twisted: Twisted;
}

const requestSchema = z.object({
  grant_type: z.string(),
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string().optional(),
});

export function serveTokens(app: FastifyInstance, deps: TokenDeps): void {
  app.post('/oauth2/token', (request, reply) => {
    reply.header('cache-control', 'no-store');
    const clientId = authenticatedClient(request.headers.authorization);
    if (clientId === undefined) {
      return reply.code(401).header('www-authenticate', 'Basic').send({ error: 'invalid_client' });
    }
    return exchange(deps, clientId, request.body, reply);
  });

  app.get('/api/v1/user/userinfo', (request, reply) => {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const grant = deps.grants.grantOfToken(token);
    if (grant && deps.twisted.twist === 'userinfo-down') return reply.code(503).send();
    if (grant && deps.twisted.twist === 'userinfo-jwt') {
      const claims = { iss: deps.issuer(), aud: grant.clientId, ...personClaims(deps, grant) };
      return reply.type('application/jwt').send(deps.key.signJwt(claims));
    }
    if (grant) return personClaims(deps, grant);
    const challenge = 'Bearer error="invalid_token"';
    return reply.code(401).header('www-authenticate', challenge).send({ error: 'invalid_token' });
  });
}

function exchange(deps: TokenDeps, clientId: string, body: unknown, reply: FastifyReply): FastifyReply {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return reply.code(400).send({ error: 'invalid_request' });
  const { grant_type, code, redirect_uri: redirectUri, code_verifier: codeVerifier } = parsed.data;
  if (grant_type !== 'authorization_code') return reply.code(400).send({ error: 'unsupported_grant_type' });
  const exchanged = deps.grants.exchange(code, { clientId, redirectUri, codeVerifier });
  if (!exchanged) return reply.code(400).send({ error: 'invalid_grant' });
  const { twist } = deps.twisted;
  const claims = twistedClaims(idClaims(deps, exchanged.grant), twist);
  return reply.send({
    access_token: exchanged.accessToken,
    token_type: 'Bearer',
    expires_in: TOKEN_LIFE_SECONDS,
    scope: exchanged.grant.scope,
    ...(twist !== 'no-id-token' && { id_token: twistedToken(deps.key.signJwt(claims), twist) }),
  });
}

/** One known client reads the ID token alone, so it tells all that userinfo tells. */
function idClaims(deps: TokenDeps, grant: Grant) {
  const issuedAt = Math.floor(deps.now() / 1_000);
  return {
    iss: deps.issuer(),
    aud: grant.clientId,
    iat: issuedAt,
    exp: issuedAt + TOKEN_LIFE_SECONDS,
    auth_time: grant.authTime,
    ...(grant.nonce !== undefined && { nonce: grant.nonce }),
    ...personClaims(deps, grant),
  };
}

function personClaims({ population, twisted }: TokenDeps, { nationalCode, scope }: Grant) {
  const sub = createHash('sha256').update(`national-window:${nationalCode}`).digest('base64url').slice(0, 22);
  const person = population.byNationalCode(nationalCode);
  if (!person || !scope.split(' ').includes('profile')) return { sub };
  if (twisted.twist === 'code-only') return { sub, nationalCode };
  // People log in with their own SIM, so one in a parent's name is not told.
  const isOwnMobile = person.mobile !== undefined && population.ownerOfMobile(person.mobile) === nationalCode;
  return {
    sub,
    nationalCode,
    given_name: person.firstName,
    family_name: person.lastName,
    // As Iranian registers write it; the standard would have it Gregorian.
    birthdate: person.birthDate,
    ...(person.gender && { gender: person.gender === 'woman' ? 'female' : 'male' }),
    ...(isOwnMobile && { phone_number: person.mobile, phone_number_verified: true }),
  };
}
