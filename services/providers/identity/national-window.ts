/**
 * The national window (پنجره ملی دولت هوشمند): OpenID Connect with the authorization code flow, by openid-client.
 *
 * Of the claims only `nationalCode` is documented; the rest is taken where it is told, and nothing is missed where it is
 * not (`national-window-claims.ts`). The ID token is checked by the library: issuer, audience, nonce, expiry, signature.
 */
import * as oidc from 'openid-client';
import type { NationalWindowConfig } from '../../../config.ts';
import { type Claims, identityOf, type WindowIdentity } from './national-window-claims.ts';
import { failureOf } from './national-window-failure.ts';

/** What ties a browser's return to the request that it was sent away with; each used once. */
export interface Ties {
  state: string;
  nonce: string;
  /** PKCE: its hash goes with the browser, itself with our own call. */
  verifier: string;
}

export type WindowLoginResult =
  | { type: 'identity'; identity: WindowIdentity }
  /** The person said no there. */
  | { type: 'denied' }
  /** What came back does not hold: forged, used up, expired, or not for us. */
  | { type: 'refused'; reason: string }
  /** Nothing is known; to be tried again later. */
  | { type: 'unavailable'; reason: string };

export interface NationalWindow {
  /** Where the browser goes to log in. Never rejects. */
  loginUrl(ties: Ties): Promise<{ type: 'ready'; url: string } | { type: 'unavailable'; reason: string }>;
  /** Who came back; `parameters` are those of the return. Never rejects. */
  identify(parameters: URLSearchParams, ties: Ties): Promise<WindowLoginResult>;
}

export interface NationalWindowOptions extends NationalWindowConfig {
  /** Where the window sends people back; registered there. */
  returnUrl: string;
  /** For each call. */
  timeoutMs: number;
}

const SCOPE = 'openid profile';
/** What a signed userinfo may be signed with, when the window does not say. */
const USERINFO_ALGORITHMS = ['RS256', 'PS256', 'ES256'];

export const newTies = (): Ties => ({
  state: oidc.randomState(),
  nonce: oidc.randomNonce(),
  verifier: oidc.randomPKCECodeVerifier(),
});

export function createNationalWindow(options: NationalWindowOptions): NationalWindow {
  const configuration = onceItWorks(() => configure(options));
  return {
    async loginUrl({ state, nonce, verifier }) {
      try {
        const url = oidc.buildAuthorizationUrl(await configuration(), {
          redirect_uri: options.returnUrl,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return { type: 'ready', url: url.href };
      } catch (error) {
        return { type: 'unavailable', reason: failureOf(error).reason };
      }
    },
    async identify(parameters, ties) {
      if (parameters.get('error') === 'access_denied') return { type: 'denied' };
      try {
        return await identify(await configuration(), options.returnUrl, parameters, ties);
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

async function identify(
  configuration: oidc.Configuration,
  returnUrl: string,
  parameters: URLSearchParams,
  { state, nonce, verifier }: Ties,
): Promise<WindowLoginResult> {
  const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${returnUrl}?${parameters}`), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
  });
  const idToken = tokens.claims();
  if (!idToken) return { type: 'refused', reason: 'no ID token' };
  const identity = identityOf({
    ...(await userinfo(configuration, tokens.access_token, idToken)),
    ...idToken,
  });
  return identity ? { type: 'identity', identity } : { type: 'refused', reason: 'no national code' };
}

/** The ID token of some windows tells everything; then userinfo is a second source, and its outage stops nobody. */
async function userinfo(
  configuration: oidc.Configuration,
  accessToken: string,
  idToken: Claims & { sub: string },
): Promise<Claims> {
  if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
  try {
    return await oidc.fetchUserInfo(configuration, accessToken, idToken.sub);
  } catch (error) {
    if (identityOf(idToken)) return {};
    throw error;
  }
}

async function configure(options: NationalWindowOptions): Promise<oidc.Configuration> {
  const { clientId, clientSecret, issuer, timeoutMs, endpoints } = options;
  const authentication = oidc.ClientSecretBasic(clientSecret);
  const metadata = endpoints
    ? explicitMetadata(issuer, endpoints)
    : (
        await oidc.discovery(new URL(issuer), clientId, {}, authentication, {
          timeout: timeoutMs / 1_000,
          ...(isOnThisMachine([issuer]) ? { execute: [oidc.allowInsecureRequests] } : {}),
        })
      ).serverMetadata();
  const server = { userinfo_signing_alg_values_supported: USERINFO_ALGORITHMS, ...metadata };
  const configuration = new oidc.Configuration(server, clientId, {}, authentication);
  configuration.timeout = timeoutMs / 1_000;
  // The signature, too, although the ID token came over a connection of our own.
  oidc.enableNonRepudiationChecks(configuration);
  const called = [server.token_endpoint, server.jwks_uri, server.userinfo_endpoint];
  if (isOnThisMachine(called)) oidc.allowInsecureRequests(configuration);
  return configuration;
}

function explicitMetadata(
  issuer: string,
  { authorizeUrl, tokenUrl, jwksUrl, userinfoUrl }: NonNullable<NationalWindowConfig['endpoints']>,
): oidc.ServerMetadata {
  return {
    issuer,
    authorization_endpoint: authorizeUrl,
    token_endpoint: tokenUrl,
    jwks_uri: jwksUrl,
    ...(userinfoUrl === null ? {} : { userinfo_endpoint: userinfoUrl }),
  };
}

/** Unencrypted calls are allowed where they leave no machine: the sandbox's. */
function isOnThisMachine(addresses: readonly (string | undefined)[]): boolean {
  const hosts = addresses.flatMap((address) => (address === undefined ? [] : [new URL(address).hostname]));
  return hosts.every((host) => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host));
}

/** Asks until there is an answer, which is kept; several at once ask once. */
function onceItWorks<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}
