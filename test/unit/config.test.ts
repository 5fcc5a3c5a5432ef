import { describe, expect, test } from '@jest/globals';
import { ConfigError, environmentSchema, loadConfig, readConfig } from '../../config.ts';
import { PERSONAL_DATA } from '../../sandbox/app-environment.ts';
import { readProjectFile } from '../support/source-files.ts';

/** The least that production runs with. */
const LEAST = {
  MONGODB_URI: 'mongodb://localhost:27017/karamooz',
  REDIS_URL: 'redis://localhost:6379',
  TELEGRAM_BOT_TOKEN: '1:telegram',
  ...PERSONAL_DATA,
};

function faultsOf(environment: Record<string, string | undefined>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('These settings were accepted');
}

describe('the least that is needed', () => {
  test('is completed by the defaults', () => {
    const config = readConfig(LEAST);
    expect([...config.roles]).toEqual(['bot', 'jobs', 'web']);
    expect(config.messengers).toEqual([
      { platform: 'telegram', token: '1:telegram', apiRoot: 'https://api.telegram.org' },
    ]);
    expect(config.publicUrl).toBe('http://127.0.0.1:8080');
  });

  test('leaves out every outside service: what depends on one says so', () => {
    const { sms, gateways, shahkar, civilRegistry, karpooshe, catalogueFile } = readConfig(LEAST);
    expect([sms, shahkar, civilRegistry, karpooshe, catalogueFile]).toEqual(Array(5).fill(null));
    expect(gateways).toEqual([]);
  });

  test('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig(LEAST))).toBe(true);
  });
});

test('either messenger is enough, both are served', () => {
  const { TELEGRAM_BOT_TOKEN: _telegram, ...rest } = LEAST;
  const platforms = (more: object) =>
    readConfig({ ...rest, ...more }).messengers.map(({ platform }) => platform);
  expect(platforms({ BALE_BOT_TOKEN: '2:bale' })).toEqual(['bale']);
  expect(platforms({ BALE_BOT_TOKEN: '2:bale', TELEGRAM_BOT_TOKEN: '1:t' })).toEqual(['telegram', 'bale']);
});

test('a service is there once its secret is', () => {
  const config = readConfig({
    ...LEAST,
    SMS_API_KEY: 'k',
    SHAHKAR_TOKEN: 't',
    SHAHKAR_API_ROOT: 'http://h:1/x//',
  });
  expect(config.sms).toEqual({ apiRoot: 'https://api.kavenegar.com', secret: 'k', line: '40406404000' });
  expect(config.shahkar).toEqual({ provider: 'zohal', apiRoot: 'http://h:1/x', secret: 't', clientId: '' });
});

test('each company that answers for Shahkar is reached at its own address, by our name there where it gives one', () => {
  const uid = { ...LEAST, SHAHKAR_TOKEN: 't', SHAHKAR_PROVIDER: 'uid' };
  expect(faultsOf(uid)).toContain('SHAHKAR_CLIENT_ID: needed with SHAHKAR_PROVIDER=uid');
  expect(readConfig({ ...uid, SHAHKAR_CLIENT_ID: 'b1' }).shahkar).toEqual({
    ...{ provider: 'uid', apiRoot: 'https://json-api.uid.ir', secret: 't', clientId: 'b1' },
  });
});

describe('the keys of personal data', () => {
  const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');

  test('are read by name, the one that seals first', () => {
    const { sealKeys, hashKey } = readConfig({
      ...LEAST,
      PERSONAL_DATA_KEYS: `new:${key(1)}, old:${key(2)}`,
      PERSONAL_DATA_HASH_KEY: key(3),
    }).personalData;
    expect(sealKeys).toEqual([
      { id: 'new', key: Buffer.alloc(32, 1) },
      { id: 'old', key: Buffer.alloc(32, 2) },
    ]);
    expect(hashKey).toEqual(Buffer.alloc(32, 3));
  });

  test.each([
    ['are not there', undefined],
    ['have no name', key(1)],
    ['are too short', `k1:${Buffer.alloc(16).toString('base64')}`],
    ['end with a comma', `k1:${key(1)},`],
  ])('are told by name, with the command that makes one, when they %s', (_case, keys) => {
    const message = faultsOf({ ...LEAST, PERSONAL_DATA_KEYS: keys, PERSONAL_DATA_HASH_KEY: 'short' });
    expect(message.match(/PERSONAL_DATA_KEYS.*|PERSONAL_DATA_HASH_KEY.*/g)).toEqual([
      expect.stringContaining('openssl rand -base64 32'),
      expect.stringContaining('openssl rand -base64 32'),
    ]);
    expect(message).not.toContain(key(1));
  });

  test('may not share a name: nobody would know which one opens', () => {
    expect(faultsOf({ ...LEAST, PERSONAL_DATA_KEYS: `k1:${key(1)},k1:${key(2)}` })).toContain(
      'PERSONAL_DATA_KEYS: two keys have the same name',
    );
  });
});

describe('settings that cannot be used', () => {
  test('are told all at once, each by its name', () => {
    const message = faultsOf({
      ROLES: 'bot,cook',
      MONGODB_URI: 'postgres://localhost',
      REDIS_URL: undefined,
      PORT: '70000',
      PUBLIC_URL: 'example.org',
      SMS_LINE: 'line 1',
      LOG_LEVEL: 'loud',
    });
    const wrong = ['ROLES', 'MONGODB_URI', 'REDIS_URL', 'PORT', 'PUBLIC_URL', 'SMS_LINE', 'LOG_LEVEL'];
    expect(wrong.filter((name) => !message.includes(`${name}`))).toEqual([]);
    expect(message).toContain('TELEGRAM_BOT_TOKEN, BALE_BOT_TOKEN: at least one is needed');
    expect(message).toContain('.env.example');
  });

  test('never show the value, which may be a secret', () => {
    expect(faultsOf({ ...LEAST, MONGODB_URI: 'http://user:pa55word@db' })).not.toContain('pa55word');
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', 'eighty'],
    ['ROLES', ','],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['TELEGRAM_BOT_TOKEN', '   '],
    ['TELEGRAM_API_ROOT', 'file:///etc/passwd'],
  ])('%s=%j', (name, value) => {
    expect(faultsOf({ ...LEAST, [name]: value })).toContain(name);
  });
});

test('a token for the e-inbox without its address is told, not silently left out', () => {
  expect(faultsOf({ ...LEAST, KARPOOSHE_TOKEN: 't' })).toContain('KARPOOSHE_API_ROOT');
  const { karpooshe } = readConfig({
    ...LEAST,
    KARPOOSHE_TOKEN: 't',
    KARPOOSHE_API_ROOT: 'https://k.example/',
  });
  expect(karpooshe).toEqual({ apiRoot: 'https://k.example', secret: 't' });
});

test('the limits of top-ups must not contradict each other', () => {
  expect(readConfig(LEAST).topUpLimits).toEqual({
    leastRials: 10_000,
    mostRials: 1_000_000_000,
    dailyRials: 2_000_000_000,
  });
  const turned = { ...LEAST, TOP_UP_MAX_RIALS: '5000' };
  expect(faultsOf(turned)).toMatch(/TOP_UP_MIN_RIALS, TOP_UP_MAX_RIALS/);
  expect(faultsOf({ ...LEAST, TOP_UP_DAILY_MAX_RIALS: '999999999' })).toMatch(/TOP_UP_DAILY_MAX_RIALS/);
  expect(faultsOf({ ...LEAST, TOP_UP_MIN_RIALS: '-1' })).toMatch(/TOP_UP_MIN_RIALS/);
});

test('payments are opened by the gateways that are named, in that order; others are asked for what they have', () => {
  const both = { PAYMENT_MERCHANT_ID: 'm', ZIBAL_MERCHANT_ID: 'z', PUBLIC_URL: 'https://k.example' };
  const gateways = (more: object) =>
    readConfig({ ...LEAST, ...both, ...more }).gateways.map(({ name, opens }) => [name, opens]);
  const order = (PAYMENT_GATEWAYS: string) => gateways({ PAYMENT_GATEWAYS });
  expect(gateways({})).toEqual([
    ['zarinpal', true],
    ['zibal', true],
  ]);
  expect(order('zibal, zarinpal')).toEqual([
    ['zibal', true],
    ['zarinpal', true],
  ]);
  expect(order('zibal')).toEqual([
    ['zibal', true],
    ['zarinpal', false],
  ]);
  expect(gateways({ ZIBAL_MERCHANT_ID: '' })).toEqual([['zarinpal', true]]);
  expect(faultsOf({ ...LEAST, ...both, PAYMENT_GATEWAYS: 'paypal' })).toMatch(/PAYMENT_GATEWAYS/);
  expect(faultsOf({ ...LEAST, ZIBAL_MERCHANT_ID: 'z' })).toMatch(/PUBLIC_URL: needed with ZIBAL_MERCHANT_ID/);
});

test('payments need the address to which payers come back: a default would lead them nowhere', () => {
  const taking = { ...LEAST, PAYMENT_MERCHANT_ID: 'm' };
  expect(faultsOf(taking)).toMatch(/PUBLIC_URL: needed with PAYMENT_MERCHANT_ID/);
  expect(readConfig({ ...taking, PUBLIC_URL: 'https://k.example/' }).publicUrl).toBe('https://k.example');
});

test('an empty value means "not set", as in a file of settings', () => {
  const config = readConfig({ ...LEAST, PUBLIC_URL: '', BALE_BOT_TOKEN: '', PORT: '' });
  expect(config.messengers).toHaveLength(1);
  expect(config.port).toBe(8080);
});

test('loading reads the environment of this process', () => {
  const before = { ...process.env };
  Object.assign(process.env, LEAST, { PORT: '9123' });
  try {
    expect(loadConfig().port).toBe(9123);
  } finally {
    process.env = before;
  }
});

describe('.env.example', () => {
  const lines = readProjectFile('.env.example').split('\n');
  const settings = lines.flatMap((line) => /^([A-Z_]+)=(.*)$/.exec(line)?.slice(1, 3) ?? []);
  const names = settings.filter((_, index) => index % 2 === 0);
  const shown = Object.fromEntries(names.map((name, index) => [name, settings[index * 2 + 1] ?? '']));

  test('lists every setting once, and no other', () => {
    expect([...names].sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  test('explains each setting in the line above it', () => {
    const unexplained = names.filter((name) => {
      const above = lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1] ?? '';
      return !/^# .+\.$/.test(above);
    });
    expect(unexplained).toEqual([]);
  });

  test('shows the defaults', () => {
    const { MONGODB_URI, REDIS_URL, ...rest } = shown;
    const needed = { MONGODB_URI, REDIS_URL, TELEGRAM_BOT_TOKEN: '1:t', ...PERSONAL_DATA };
    expect(readConfig({ ...rest, ...needed })).toEqual(readConfig(needed));
  });

  test('lacks nothing but a bot token and the keys of personal data', () => {
    const token = 'TELEGRAM_BOT_TOKEN, BALE_BOT_TOKEN: at least one is needed';
    expect(faultsOf({ ...shown, ...PERSONAL_DATA })).toMatch(new RegExp(`:\\n {2}${token}$`));
    expect(
      faultsOf({ ...shown, TELEGRAM_BOT_TOKEN: '1:t' })
        .split('\n')
        .slice(1),
    ).toHaveLength(2);
  });
});

test('proxies are named by addresses and ranges; a name is refused, because it could not be compared', () => {
  const trusted = (TRUSTED_PROXIES?: string) =>
    readConfig({ ...LEAST, ...(TRUSTED_PROXIES === undefined ? {} : { TRUSTED_PROXIES }) }).trustedProxies;
  expect(trusted()).toEqual([]);
  expect(trusted(' 10.0.0.0/8, 192.168.1.7,fd00::/8 ')).toEqual(['10.0.0.0/8', '192.168.1.7', 'fd00::/8']);
  expect(faultsOf({ ...LEAST, TRUSTED_PROXIES: 'proxy.example' })).toMatch(/TRUSTED_PROXIES/);
});
