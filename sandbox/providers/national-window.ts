/**
 * The government's single sign-on (پنجره ملی دولت هوشمند): an OpenID Connect issuer with the authorization code flow.
 * Paths and client authentication as at sso.my.gov.ir; discovery, PKCE and the claims beside `nationalCode` are assumed.
 */
import type { FastifyPluginAsync } from 'fastify';
import type { SandboxDeps } from '../deps.ts';
import { acceptForms } from './form-body.ts';
import { meetFault } from './meet-fault.ts';
import { createGrantBook } from './national-window-grants.ts';
import { serveLogin } from './national-window-login.ts';
import { serveTokens } from './national-window-tokens.ts';
import type { Twisted } from './national-window-twists.ts';
import { serveFont } from './persian-page.ts';
import { createSigningKey } from './signing-key.ts';

export interface NationalWindowSystem {
  /** To be registered under `/systems/national-window`. */
  routes: FastifyPluginAsync;
  /** Set by tests: what it gets wrong from now on. */
  twisted: Twisted;
}

export function createNationalWindow(deps: SandboxDeps): NationalWindowSystem {
  const grants = createGrantBook(deps.store, deps.now);
  const key = createSigningKey(deps.store);
  const issuer = () => `${deps.publicUrl}/systems/national-window`;

  const twisted: Twisted = { twist: null };

  return {
    twisted,
    routes: async (app) => {
      meetFault(app, deps.systems, 'national-window', {
        limited: (_request, reply, retryAfterSeconds) =>
          reply.code(429).header('retry-after', retryAfterSeconds).send({ error: 'temporarily_unavailable' }),
      });
      await acceptForms(app);
      serveFont(app, '/assets');
      app.get('/.well-known/openid-configuration', () => discovery(issuer()));
      app.get('/oauth2/jwks', () => ({ keys: [key.publicJwk()] }));
      serveLogin(app, deps, grants);
      serveTokens(app, { ...deps, grants, key, issuer, twisted });
    },
  };
}

function discovery(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}/oauth2/token`,
    jwks_uri: `${issuer}/oauth2/jwks`,
    userinfo_endpoint: `${issuer}/api/v1/user/userinfo`,
    scopes_supported: ['openid', 'profile'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: [
      'sub',
      'nationalCode',
      'given_name',
      'family_name',
      'birthdate',
      'gender',
      'phone_number',
      'phone_number_verified',
    ],
  };
}
