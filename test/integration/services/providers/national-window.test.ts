/** Logging in at the sandbox's national window by openid-client, and everything that can be wrong with what comes back. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  NATIONAL_WINDOW_CLIENT_ID,
  NATIONAL_WINDOW_CLIENT_SECRET,
} from '../../../../sandbox/providers/credentials.ts';
import {
  createNationalWindow,
  type NationalWindow,
  type NationalWindowOptions,
  newTies,
  type Ties,
} from '../../../../services/providers/identity/national-window.ts';
import { MARYAM, type OutsideSystems, REZA, startOutsideSystems } from '../../../support/outside-systems.ts';

let world: OutsideSystems;
let window: NationalWindow;
beforeAll(async () => {
  world = await startOutsideSystems();
  window = createNationalWindow(options());
});
afterEach(() => {
  world.systems.set('national-window', { mode: 'up' });
  world.nationalWindow.twisted.twist = null;
});
afterAll(() => world.close());

const issuer = () => `${world.url}/systems/national-window`;

function options(change: Partial<NationalWindowOptions> = {}): NationalWindowOptions {
  return {
    issuer: issuer(),
    clientId: NATIONAL_WINDOW_CLIENT_ID,
    clientSecret: NATIONAL_WINDOW_CLIENT_SECRET,
    endpoints: null,
    returnUrl: `${world.url}/sso/return`,
    timeoutMs: 2_000,
    ...change,
  };
}

/** What a browser that is sent to the window brings back when somebody logs in there, or says no. */
async function browses(ties: Ties, form: Record<string, string>, by = window): Promise<URLSearchParams> {
  const login = await by.loginUrl(ties);
  if (login.type !== 'ready') throw new Error(`There is no address to log in at: ${login.reason}`);
  const body = new URLSearchParams({ decision: 'allow', ...form });
  const answer = await fetch(login.url, { method: 'POST', body, redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

const asMaryam = { typedCode: MARYAM.nationalCode };

test('whoever logs in is known by code, name, birth date, gender and their own number', async () => {
  const ties = newTies();
  expect(await window.identify(await browses(ties, asMaryam), ties)).toEqual({
    type: 'identity',
    identity: {
      nationalCode: MARYAM.nationalCode,
      firstName: MARYAM.firstName,
      lastName: MARYAM.lastName,
      mobile: MARYAM.mobile,
      gender: 'woman',
      birthDate: new Date('1998-11-24T12:00:00Z'),
    },
  });
});

test('a number in somebody else’s name is not taken for theirs', async () => {
  const ties = newTies();
  const result = await window.identify(await browses(ties, { typedCode: REZA.nationalCode }), ties);
  expect(result).toMatchObject({ type: 'identity', identity: { nationalCode: REZA.nationalCode } });
  expect(result).not.toHaveProperty('identity.mobile');
});

test('addresses that are given are used without a discovery document', async () => {
  const explicit = createNationalWindow(
    options({
      endpoints: {
        authorizeUrl: `${issuer()}/oauth2/authorize`,
        tokenUrl: `${issuer()}/oauth2/token`,
        jwksUrl: `${issuer()}/oauth2/jwks`,
        userinfoUrl: null,
      },
    }),
  );
  const ties = newTies();
  expect(await explicit.identify(await browses(ties, asMaryam, explicit), ties)).toMatchObject({
    type: 'identity',
    identity: { nationalCode: MARYAM.nationalCode },
  });
});

test('who says no there is denied', async () => {
  const ties = newTies();
  expect(await window.identify(await browses(ties, { decision: 'deny' }), ties)).toEqual({ type: 'denied' });
});

describe('what does not hold is refused:', () => {
  test.each<[string, (ties: Ties) => Ties]>([
    ['the nonce of another login', (ties) => ({ ...ties, nonce: newTies().nonce })],
    ['the verifier of another login', (ties) => ({ ...ties, verifier: newTies().verifier })],
    ['the state of another login', (ties) => ({ ...ties, state: newTies().state })],
  ])('%s', async (_what, swapped) => {
    const ties = newTies();
    const parameters = await browses(ties, asMaryam);
    expect(await window.identify(parameters, swapped(ties))).toMatchObject({ type: 'refused' });
  });

  test('a code that was made up, used, or is over', async () => {
    const ties = newTies();
    const parameters = await browses(ties, asMaryam);
    const forged = new URLSearchParams({ code: 'forged', state: ties.state });
    expect(await window.identify(forged, ties)).toEqual({ type: 'refused', reason: 'code invalid_grant' });
    expect(await window.identify(parameters, ties)).toMatchObject({ type: 'identity' });
    expect(await window.identify(parameters, ties)).toMatchObject({ type: 'refused' });
    const late = await browses(ties, asMaryam);
    world.advance(61_000);
    expect(await window.identify(late, ties)).toMatchObject({ type: 'refused' });
    world.advance(-61_000);
  });

  test.each(['signature', 'issuer', 'audience', 'expiry', 'nonce', 'no-id-token'] as const)(
    'an ID token with another %s',
    async (twist) => {
      const ties = newTies();
      const parameters = await browses(ties, asMaryam);
      world.nationalWindow.twisted.twist = twist;
      expect(await window.identify(parameters, ties)).toMatchObject({ type: 'refused' });
    },
  );
});

test('userinfo may come as a JWT, and may be missing when the ID token tells the code', async () => {
  for (const twist of ['userinfo-jwt', 'userinfo-down'] as const) {
    const ties = newTies();
    const parameters = await browses(ties, asMaryam);
    world.nationalWindow.twisted.twist = twist;
    expect(await window.identify(parameters, ties)).toMatchObject({
      identity: { nationalCode: MARYAM.nationalCode },
    });
  }
});

test('claims that are only those that are known are enough', async () => {
  const ties = newTies();
  const parameters = await browses(ties, asMaryam);
  world.nationalWindow.twisted.twist = 'code-only';
  expect(await window.identify(parameters, ties)).toEqual({
    type: 'identity',
    identity: { nationalCode: MARYAM.nationalCode },
  });
});

describe('an outage', () => {
  test.each([
    ['an error page', { mode: 'down', how: 'error' }],
    ['a broken line', { mode: 'down', how: 'reset' }],
    ['silence', { mode: 'down', how: 'hang' }],
    ['slowness', { mode: 'slow', delayMs: 30_000 }],
  ] as const)('by %s decides nothing', async (_how, mode) => {
    const impatient = createNationalWindow(options({ timeoutMs: 300 }));
    const ties = newTies();
    const parameters = await browses(ties, asMaryam, impatient);
    world.systems.set('national-window', mode);
    expect(await impatient.identify(parameters, ties)).toMatchObject({ type: 'unavailable' });
    world.systems.set('national-window', { mode: 'up' });
  });

  test('of discovery is over when the window is back', async () => {
    const fresh = createNationalWindow(options());
    world.systems.set('national-window', { mode: 'down', how: 'error' });
    expect(await fresh.loginUrl(newTies())).toMatchObject({ type: 'unavailable' });
    world.systems.set('national-window', { mode: 'up' });
    expect(await fresh.loginUrl(newTies())).toMatchObject({ type: 'ready' });
  });

  test('of our account there is no fault of the person', async () => {
    const wrong = createNationalWindow(options({ clientSecret: 'wrong' }));
    const ties = newTies();
    expect(await wrong.identify(await browses(ties, asMaryam), ties)).toEqual({
      type: 'unavailable',
      reason: 'code 401',
    });
  });
});

test('no unencrypted address is called but on this machine', async () => {
  const far = createNationalWindow(options({ issuer: 'http://window.example' }));
  expect(await far.loginUrl(newTies())).toMatchObject({
    type: 'unavailable',
    reason: 'OAUTH_HTTP_REQUEST_FORBIDDEN',
  });
});
