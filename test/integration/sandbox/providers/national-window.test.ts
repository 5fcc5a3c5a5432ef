import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  NATIONAL_WINDOW_CLIENT_ID,
  NATIONAL_WINDOW_CLIENT_SECRET,
} from '../../../../sandbox/providers/credentials.ts';
import {
  DECEASED,
  MARYAM,
  NOBODY,
  type OutsideSystems,
  REZA,
  startOutsideSystems,
} from '../../../support/outside-systems.ts';

let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterAll(() => world.close());

const issuer = () => `${world.url}/systems/national-window`;
const redirectUri = () => `${world.url}/sso/return`;

/** The address to which the client sends the person's browser. */
function authorizeUrl(override: Record<string, string> = {}): string {
  const query = {
    client_id: NATIONAL_WINDOW_CLIENT_ID,
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope: 'openid profile',
    state: 's-1',
    nonce: 'n-1',
    ...override,
  };
  return `${issuer()}/oauth2/authorize?${new URLSearchParams(query)}`;
}

async function submit(url: string, form: Record<string, string>) {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
  const location = response.headers.get('location');
  return { status: response.status, returned: location === null ? undefined : new URL(location) };
}

/** Logs in and gives the code that came back. */
async function login(
  nationalCode = MARYAM.nationalCode,
  override: Record<string, string> = {},
): Promise<string> {
  const { returned } = await submit(authorizeUrl(override), { decision: 'allow', typedCode: nationalCode });
  return returned?.searchParams.get('code') ?? '';
}

interface TokenAnswer {
  access_token: string;
  id_token: string;
  error?: string;
}

async function exchange(
  code: string,
  override: Record<string, string> = {},
  secret = NATIONAL_WINDOW_CLIENT_SECRET,
) {
  const response = await fetch(`${issuer()}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${NATIONAL_WINDOW_CLIENT_ID}:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(),
      ...override,
    }),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer };
}

const userinfo = (accessToken: string) =>
  fetch(`${issuer()}/api/v1/user/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });

async function verifiedClaims(idToken: string): Promise<Record<string, unknown>> {
  const { keys } = (await (await fetch(`${issuer()}/oauth2/jwks`)).json()) as { keys: JsonWebKey[] };
  const [header = '', payload = '', signature = ''] = idToken.split('.');
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  const jwk = keys.find((key) => key.kid === decode(header).kid);
  expect(jwk).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
  // A private key must never be published.
  expect(jwk).not.toHaveProperty('d');
  const publicKey = createPublicKey({ key: jwk ?? {}, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  );
  expect(isSigned).toBe(true);
  return decode(payload);
}

describe('logging in', () => {
  test('brings the person back with a code, which tells who they are', async () => {
    const page = await (await fetch(authorizeUrl())).text();
    expect(page).toContain('lang="fa" dir="rtl"');
    expect(page).toContain('مریم شایسته‌نیا');

    const { status, returned } = await submit(authorizeUrl(), {
      decision: 'allow',
      pickedCode: MARYAM.nationalCode,
    });
    expect(status).toBe(302);
    expect(returned?.href.split('?')[0]).toBe(redirectUri());
    expect(returned?.searchParams.get('state')).toBe('s-1');

    const { body } = await exchange(returned?.searchParams.get('code') ?? '');
    const person = {
      sub: expect.stringMatching(/^[\w-]{22}$/),
      nationalCode: MARYAM.nationalCode,
      given_name: 'مریم',
      family_name: 'شایسته‌نیا',
      birthdate: '1377/09/03',
      gender: 'female',
      phone_number: '09120000001',
      phone_number_verified: true,
    };
    const claims = await verifiedClaims(body.id_token);
    expect(claims).toMatchObject({ iss: issuer(), aud: NATIONAL_WINDOW_CLIENT_ID, nonce: 'n-1', ...person });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3_600);
    expect(await (await userinfo(body.access_token)).json()).toEqual({ ...person, sub: claims.sub });
  });

  test('takes a code typed in Persian digits', async () => {
    expect(await login('۰۰۷۶۲۲۹۶۴۵')).not.toBe('');
  });

  test('says nothing of a SIM that is in somebody else’s name', async () => {
    const { body } = await exchange(await login(REZA.nationalCode));
    expect(await verifiedClaims(body.id_token)).not.toHaveProperty('phone_number');
  });

  test('tells no more than a name for the person when no profile is asked for', async () => {
    const { body } = await exchange(await login(MARYAM.nationalCode, { scope: 'openid' }));
    expect(await (await userinfo(body.access_token)).json()).toEqual({ sub: expect.any(String) });
  });

  test.each([NOBODY, DECEASED.nationalCode, '', '12345'])(
    '%j cannot log in, and may try again',
    async (code) => {
      expect(await submit(authorizeUrl(), { decision: 'allow', typedCode: code })).toEqual({ status: 422 });
    },
  );

  test('a person who declines is sent back without a code', async () => {
    const { returned } = await submit(authorizeUrl(), { decision: 'deny' });
    expect(Object.fromEntries(returned?.searchParams ?? [])).toEqual({
      error: 'access_denied',
      state: 's-1',
    });
  });
});

describe('the client', () => {
  test.each([
    ['an unknown name', { client_id: 'stranger' }],
    ['a stranger’s address', { redirect_uri: 'https://example.org/sso/return' }],
    ['an address that is not registered', { redirect_uri: 'http://127.0.0.1/payments/return' }],
  ])('with %s is never sent anybody', async (_case, override) => {
    const response = await fetch(authorizeUrl(override), { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(
      await submit(authorizeUrl(override), { decision: 'allow', typedCode: MARYAM.nationalCode }),
    ).toEqual({
      status: 400,
    });
  });

  test.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'profile' }, 'invalid_scope'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
  ])('that asks for %j hears %s', async (override, error) => {
    const response = await fetch(authorizeUrl(override), { redirect: 'manual' });
    const returned = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(returned.searchParams)).toEqual({ error, state: 's-1' });
  });

  test('gets nothing for a wrong secret, a wrong address, a late code or another kind of grant', async () => {
    expect(await exchange(await login(), {}, 'guess')).toEqual({
      status: 401,
      body: { error: 'invalid_client' },
    });
    const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };
    expect(await exchange(await login(), { redirect_uri: `${world.url}/sso/other` })).toEqual(invalidGrant);
    expect(await exchange('guess')).toEqual(invalidGrant);
    expect(await exchange(await login(), { grant_type: 'password' })).toMatchObject({
      body: { error: 'unsupported_grant_type' },
    });
    const late = await login();
    world.advance(61_000);
    expect(await exchange(late)).toEqual(invalidGrant);
  });

  test('that shows a code twice loses what the first exchange gave', async () => {
    const code = await login();
    const { body } = await exchange(code);
    expect((await userinfo(body.access_token)).status).toBe(200);
    expect(await exchange(code)).toEqual({ status: 400, body: { error: 'invalid_grant' } });
    expect((await userinfo(body.access_token)).status).toBe(401);
  });

  test('that began with a PKCE challenge must know its verifier', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const pkce = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    expect(await exchange(await login(MARYAM.nationalCode, pkce))).toMatchObject({ status: 400 });
    expect(await exchange(await login(MARYAM.nationalCode, pkce), { code_verifier: 'guess' })).toMatchObject({
      status: 400,
    });
    expect(await exchange(await login(MARYAM.nationalCode, pkce), { code_verifier: verifier })).toMatchObject(
      {
        status: 200,
      },
    );
  });

  test('finds every endpoint in the discovery document', async () => {
    const document = await (await fetch(`${issuer()}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer: issuer(),
      authorization_endpoint: `${issuer()}/oauth2/authorize`,
      token_endpoint: `${issuer()}/oauth2/token`,
      jwks_uri: `${issuer()}/oauth2/jwks`,
      userinfo_endpoint: `${issuer()}/api/v1/user/userinfo`,
    });
  });

  test('and the person both notice when the window is down', async () => {
    world.systems.set('national-window', { mode: 'down', how: 'error' });
    expect((await fetch(authorizeUrl())).status).toBe(503);
    world.systems.set('national-window', { mode: 'limited', perSecond: 1 });
    expect((await fetch(authorizeUrl())).status).toBe(200);
    expect(await exchange('any')).toEqual({ status: 429, body: { error: 'temporarily_unavailable' } });
    world.systems.set('national-window', { mode: 'up' });
  });
});
