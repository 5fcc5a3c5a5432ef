/**
 * Every setting of the product, read once at start. The only reader of `process.env`.
 *
 * All faults are reported together, each with its variable's name, so that an operator mends them in one go.
 */
import { z } from 'zod';

export const ROLES = ['bot', 'jobs', 'web'] as const;
export type Role = (typeof ROLES)[number];

export type Platform = 'telegram' | 'bale';

/** A messenger on which the bot answers. */
export interface MessengerConfig {
  platform: Platform;
  token: string;
  /** Address of the Bot API, without a slash at its end. */
  apiRoot: string;
}

/** An outside service that is reached with a secret. */
export interface ServiceConfig {
  apiRoot: string;
  secret: string;
}

/** What seals national codes and mobiles at rest, and the key of the hash by which a code is found. */
export interface PersonalDataKeys {
  /** The first one seals, all of them open. */
  sealKeys: readonly { id: string; key: Buffer }[];
  hashKey: Buffer;
}

/** Who sells answers of Shahkar, and who those of the civil registry (with names, not only comparisons). */
export const SHAHKAR_PROVIDERS = ['zohal', 'uid', 'zibal', 'finnotech'] as const;
export type ShahkarProvider = (typeof SHAHKAR_PROVIDERS)[number];
export const REGISTRY_PROVIDERS = ['zohal', 'uid', 'zibal'] as const;
export type RegistryProvider = (typeof REGISTRY_PROVIDERS)[number];

/** `clientId`: our name there, where they give one; else empty. */
export interface IdentityConfig<Provider> extends ServiceConfig {
  provider: Provider;
  clientId: string;
}

/** Where each is reached unless a setting says otherwise. */
const PROVIDER_ROOTS: Record<ShahkarProvider, string> = {
  zohal: 'https://service.zohal.io',
  uid: 'https://json-api.uid.ir',
  zibal: 'https://api.zibal.ir',
  finnotech: 'https://api.finnotech.ir',
};
const NEED_CLIENT_ID: ReadonlySet<string> = new Set<ShahkarProvider>(['uid', 'finnotech']);

/** The government's single sign-on. */
export interface NationalWindowConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Null: the window says so itself, in its discovery document. */
  endpoints: {
    authorizeUrl: string;
    tokenUrl: string;
    jwksUrl: string;
    userinfoUrl: string | null;
  } | null;
}

/** Where payments are made over the internet; the default order in which they are asked to open one. */
export const GATEWAYS = ['zarinpal', 'zibal'] as const;

/** `opens`: new payments too; else it is only asked for those that it has. */
export interface GatewayConfig extends ServiceConfig {
  name: (typeof GATEWAYS)[number];
  opens: boolean;
}

/** What the product runs with. `null`: that service is not there, and what depends on it says so. */
export interface Config {
  roles: ReadonlySet<Role>;
  mongodbUri: string;
  redisUrl: string;
  personalData: PersonalDataKeys;
  messengers: readonly MessengerConfig[];
  host: string;
  port: number;
  /** Where people's browsers reach the web role, without a slash at its end; always given where payments are taken. */
  publicUrl: string;
  /** Addresses (or ranges of them) whose word on where a browser comes from is believed: our own proxies. */
  trustedProxies: readonly string[];
  sms: (ServiceConfig & { line: string }) | null;
  /** In the order in which they are asked to open a payment; none: no wallet can be charged. */
  gateways: readonly GatewayConfig[];
  /** The name that Bale has given our wallet, for payments inside the chat; needs the token of a bot there. */
  baleWallet: (ServiceConfig & { providerToken: string }) | null;
  /** Whole rials. */
  topUpLimits: { leastRials: number; mostRials: number; dailyRials: number };
  shahkar: IdentityConfig<ShahkarProvider> | null;
  /** `perSecond`: questions that all processes together may ask it in a second. */
  civilRegistry: (IdentityConfig<RegistryProvider> & { perSecond: number }) | null;
  karpooshe: ServiceConfig | null;
  nationalWindow: NationalWindowConfig | null;
  /** A JSON file of centres and courses to take in at start. */
  catalogueFile: string | null;
  /** A form that is left alone for so long is set aside; the person is reminded a quarter of it before. */
  formIdleMinutes: number;
  /** National codes of those who may do whatever staff may, and more. */
  administrators: ReadonlySet<string>;
  logLevel: string;
}

/** The settings that an operator gave cannot be used; the message names each variable and what is wrong with it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const text = z.string().trim().min(1);
const rials = z.coerce.number().int().positive();

const MADE_BY = '`openssl rand -base64 32` makes one';
/** 32 bytes. */
const KEY = '[A-Za-z0-9+/]{43}=';
const key = z
  .string(`is needed: ${MADE_BY}`)
  .regex(new RegExp(`^${KEY}$`), `must be 32 bytes in base64: ${MADE_BY}`)
  .transform((base64) => Buffer.from(base64, 'base64'));
const namedKey = z
  .string()
  .trim()
  .regex(
    new RegExp(`^[a-z0-9]{1,16}:${KEY}$`),
    `must be NAME:KEY, like k1:… with 32 bytes in base64: ${MADE_BY}`,
  )
  .transform((entry) => {
    const [id = '', base64 = ''] = entry.split(':');
    return { id, key: Buffer.from(base64, 'base64') };
  });
const namedKeys = z
  .string(`is needed, as NAME:KEY, like k1:… with 32 bytes in base64: ${MADE_BY}`)
  .transform((list) => list.split(','))
  .pipe(z.array(namedKey))
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'two keys have the same name');

/** One line per setting; `.env.example` lists the same names (a test compares them). */
export const environmentSchema = z.object({
  ROLES: z
    .string()
    .default('bot,jobs,web')
    .transform((list) => list.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES)).min(1)),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must be a mongodb:// address'),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must be a redis:// address'),
  PERSONAL_DATA_KEYS: namedKeys,
  PERSONAL_DATA_HASH_KEY: key,
  TELEGRAM_BOT_TOKEN: text.optional(),
  TELEGRAM_API_ROOT: address.default('https://api.telegram.org'),
  BALE_BOT_TOKEN: text.optional(),
  BALE_API_ROOT: address.default('https://tapi.bale.ai'),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  PUBLIC_URL: address.optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((each) => each.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.literal('')])))
    .transform((all) => all.filter((each) => each !== '')),
  SMS_API_ROOT: address.default('https://api.kavenegar.com'),
  SMS_API_KEY: text.optional(),
  SMS_LINE: z.string().regex(/^\d+$/, 'must be digits').default('40406404000'),
  PAYMENT_API_ROOT: address.default('https://payment.zarinpal.com'),
  PAYMENT_MERCHANT_ID: text.optional(),
  ZIBAL_API_ROOT: address.default('https://gateway.zibal.ir'),
  ZIBAL_MERCHANT_ID: text.optional(),
  PAYMENT_GATEWAYS: z
    .string()
    .default(GATEWAYS.join(','))
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(GATEWAYS)).min(1)),
  BALE_PROVIDER_TOKEN: text.optional(),
  TOP_UP_MIN_RIALS: rials.default(10_000),
  TOP_UP_MAX_RIALS: rials.default(1_000_000_000),
  TOP_UP_DAILY_MAX_RIALS: rials.default(2_000_000_000),
  SHAHKAR_PROVIDER: z.enum(SHAHKAR_PROVIDERS).default('zohal'),
  SHAHKAR_API_ROOT: address.optional(),
  SHAHKAR_CLIENT_ID: text.optional(),
  SHAHKAR_TOKEN: text.optional(),
  CIVIL_REGISTRY_PROVIDER: z.enum(REGISTRY_PROVIDERS).default('zohal'),
  CIVIL_REGISTRY_API_ROOT: address.optional(),
  CIVIL_REGISTRY_CLIENT_ID: text.optional(),
  CIVIL_REGISTRY_TOKEN: text.optional(),
  CIVIL_REGISTRY_RATE_PER_SECOND: z.coerce.number().min(0.5).max(1_000).default(10),
  KARPOOSHE_API_ROOT: address.optional(),
  KARPOOSHE_TOKEN: text.optional(),
  NATIONAL_WINDOW_ISSUER: address.default('https://sso.my.gov.ir'),
  NATIONAL_WINDOW_CLIENT_ID: text.optional(),
  NATIONAL_WINDOW_CLIENT_SECRET: text.optional(),
  NATIONAL_WINDOW_AUTHORIZE_URL: address.optional(),
  NATIONAL_WINDOW_TOKEN_URL: address.optional(),
  NATIONAL_WINDOW_JWKS_URL: address.optional(),
  NATIONAL_WINDOW_USERINFO_URL: address.optional(),
  CATALOGUE_FILE: text.optional(),
  FORM_IDLE_MINUTES: z.coerce.number().positive().max(10_080).default(60),
  ADMIN_NATIONAL_CODES: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((code) => code.trim() || []))
    .pipe(z.array(z.string().regex(/^\d{10}$/, 'must be ten digits each, with commas between'))),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
});

/** Reads the settings of this process. Throws ConfigError. */
export function loadConfig(): Config {
  return readConfig(process.env);
}

/** Reads the address of the database alone, for scripts that need no bot. Throws ConfigError. */
export function loadDatabaseUri(): string {
  const uri = environmentSchema.shape.MONGODB_URI.safeParse(process.env.MONGODB_URI);
  if (!uri.success) throw new ConfigError('MONGODB_URI: must be a mongodb:// address (see .env.example)');
  return uri.data;
}

/** Reads what a script needs that looks people up. Throws ConfigError. */
export function loadPeopleSettings(): { uri: string; personalData: PersonalDataKeys } {
  const { PERSONAL_DATA_KEYS, PERSONAL_DATA_HASH_KEY } = environmentSchema.shape;
  const keys = z
    .object({ PERSONAL_DATA_KEYS, PERSONAL_DATA_HASH_KEY })
    .safeParse(withoutEmptyValues(process.env));
  if (!keys.success) throw new ConfigError(faultsOf(keys.error).join('\n'));
  const { PERSONAL_DATA_KEYS: sealKeys, PERSONAL_DATA_HASH_KEY: hashKey } = keys.data;
  return { uri: loadDatabaseUri(), personalData: { sealKeys, hashKey } };
}

/** Turns an environment into the product's settings. Throws ConfigError naming every variable at fault. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(withoutEmptyValues(environment));
  const faults = parsed.success ? [] : faultsOf(parsed.error);
  if (!environment.TELEGRAM_BOT_TOKEN && !environment.BALE_BOT_TOKEN) {
    faults.push('TELEGRAM_BOT_TOKEN, BALE_BOT_TOKEN: at least one is needed');
  }
  for (const service of ['SHAHKAR', 'CIVIL_REGISTRY']) {
    const provider = environment[`${service}_PROVIDER`] ?? '';
    if (NEED_CLIENT_ID.has(provider) && !environment[`${service}_CLIENT_ID`])
      faults.push(`${service}_CLIENT_ID: needed with ${service}_PROVIDER=${provider}`);
  }
  if (environment.KARPOOSHE_TOKEN && !environment.KARPOOSHE_API_ROOT) {
    faults.push('KARPOOSHE_API_ROOT: needed with KARPOOSHE_TOKEN, since no public address is known');
  }
  faults.push(...gatewayFaults(environment));
  faults.push(...nationalWindowFaults(environment));
  if (parsed.success && !isRising(parsed.data)) {
    faults.push(
      'TOP_UP_MIN_RIALS, TOP_UP_MAX_RIALS, TOP_UP_DAILY_MAX_RIALS: each must not be below the one before',
    );
  }
  if (!parsed.success || faults.length > 0) {
    throw new ConfigError(
      `The settings cannot be used (each is described in .env.example):\n  ${faults.join('\n  ')}`,
    );
  }
  return Object.freeze(toConfig(parsed.data));
}

const faultsOf = ({ issues }: z.ZodError) =>
  issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);

function nationalWindowFaults(environment: Record<string, string | undefined>): string[] {
  if (!environment.NATIONAL_WINDOW_CLIENT_ID) return [];
  const endpoints = ['AUTHORIZE', 'TOKEN', 'JWKS'].map((name) => `NATIONAL_WINDOW_${name}_URL`);
  const given = endpoints.filter((name) => environment[name]);
  return [
    ...(environment.NATIONAL_WINDOW_CLIENT_SECRET
      ? []
      : ['NATIONAL_WINDOW_CLIENT_SECRET: needed with NATIONAL_WINDOW_CLIENT_ID']),
    ...(environment.PUBLIC_URL
      ? []
      : ['PUBLIC_URL: needed with NATIONAL_WINDOW_CLIENT_ID, or nobody finds the way back']),
    ...(given.length === 0 || given.length === endpoints.length
      ? []
      : [`${endpoints.join(', ')}: all of them, or none to have them discovered`]),
  ];
}

function toConfig(env: z.infer<typeof environmentSchema>): Config {
  const sms = service(env.SMS_API_ROOT, env.SMS_API_KEY);
  const registry = identityService({
    provider: env.CIVIL_REGISTRY_PROVIDER,
    apiRoot: env.CIVIL_REGISTRY_API_ROOT,
    secret: env.CIVIL_REGISTRY_TOKEN,
    clientId: env.CIVIL_REGISTRY_CLIENT_ID,
  });
  return {
    roles: new Set(env.ROLES),
    mongodbUri: env.MONGODB_URI,
    redisUrl: env.REDIS_URL,
    personalData: { sealKeys: env.PERSONAL_DATA_KEYS, hashKey: env.PERSONAL_DATA_HASH_KEY },
    messengers: [
      ...messenger('telegram', env.TELEGRAM_BOT_TOKEN, env.TELEGRAM_API_ROOT),
      ...messenger('bale', env.BALE_BOT_TOKEN, env.BALE_API_ROOT),
    ],
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
    trustedProxies: env.TRUSTED_PROXIES,
    sms: sms && { ...sms, line: env.SMS_LINE },
    gateways: gateways(env),
    baleWallet: baleWallet(env),
    topUpLimits: {
      leastRials: env.TOP_UP_MIN_RIALS,
      mostRials: env.TOP_UP_MAX_RIALS,
      dailyRials: env.TOP_UP_DAILY_MAX_RIALS,
    },
    shahkar: identityService({
      provider: env.SHAHKAR_PROVIDER,
      apiRoot: env.SHAHKAR_API_ROOT,
      secret: env.SHAHKAR_TOKEN,
      clientId: env.SHAHKAR_CLIENT_ID,
    }),
    civilRegistry: registry && { ...registry, perSecond: env.CIVIL_REGISTRY_RATE_PER_SECOND },
    karpooshe: service(env.KARPOOSHE_API_ROOT, env.KARPOOSHE_TOKEN),
    nationalWindow: nationalWindow(env),
    catalogueFile: env.CATALOGUE_FILE ?? null,
    formIdleMinutes: env.FORM_IDLE_MINUTES,
    administrators: new Set(env.ADMIN_NATIONAL_CODES),
    logLevel: env.LOG_LEVEL,
  };
}

function isRising(env: z.infer<typeof environmentSchema>): boolean {
  return env.TOP_UP_MIN_RIALS <= env.TOP_UP_MAX_RIALS && env.TOP_UP_MAX_RIALS <= env.TOP_UP_DAILY_MAX_RIALS;
}

function messenger(platform: Platform, token: string | undefined, apiRoot: string): MessengerConfig[] {
  return token ? [{ platform, token, apiRoot }] : [];
}

function service(apiRoot: string | undefined, secret: string | undefined): ServiceConfig | null {
  return apiRoot && secret ? { apiRoot, secret } : null;
}

/** Each makes a gateway one of ours. */
const MERCHANTS = ['PAYMENT_MERCHANT_ID', 'ZIBAL_MERCHANT_ID'];

function gatewayFaults(environment: Record<string, string | undefined>): string[] {
  if (environment.PUBLIC_URL) return [];
  return MERCHANTS.filter((merchant) => environment[merchant]).map(
    (merchant) => `PUBLIC_URL: needed with ${merchant}, or no payer finds the way back`,
  );
}

function baleWallet(env: z.infer<typeof environmentSchema>): Config['baleWallet'] {
  const bot = service(env.BALE_API_ROOT, env.BALE_BOT_TOKEN);
  return bot && env.BALE_PROVIDER_TOKEN ? { ...bot, providerToken: env.BALE_PROVIDER_TOKEN } : null;
}

/** Those that open payments first; a gateway that no longer does still has to be asked for the ones it has. */
function gateways(env: z.infer<typeof environmentSchema>): GatewayConfig[] {
  const there = {
    zarinpal: service(env.PAYMENT_API_ROOT, env.PAYMENT_MERCHANT_ID),
    zibal: service(env.ZIBAL_API_ROOT, env.ZIBAL_MERCHANT_ID),
  };
  return [...new Set([...env.PAYMENT_GATEWAYS, ...GATEWAYS])].flatMap((name) => {
    const settings = there[name];
    return settings ? [{ name, opens: env.PAYMENT_GATEWAYS.includes(name), ...settings }] : [];
  });
}

function identityService<Provider extends ShahkarProvider>({
  provider,
  apiRoot = PROVIDER_ROOTS[provider],
  secret,
  clientId = '',
}: {
  provider: Provider;
  apiRoot: string | undefined;
  secret: string | undefined;
  clientId: string | undefined;
}): IdentityConfig<Provider> | null {
  return secret === undefined ? null : { provider, apiRoot, secret, clientId };
}

function nationalWindow(env: z.infer<typeof environmentSchema>): NationalWindowConfig | null {
  const { NATIONAL_WINDOW_CLIENT_ID: clientId, NATIONAL_WINDOW_CLIENT_SECRET: clientSecret } = env;
  if (!clientId || !clientSecret) return null;
  const authorizeUrl = env.NATIONAL_WINDOW_AUTHORIZE_URL;
  const tokenUrl = env.NATIONAL_WINDOW_TOKEN_URL;
  const jwksUrl = env.NATIONAL_WINDOW_JWKS_URL;
  const userinfoUrl = env.NATIONAL_WINDOW_USERINFO_URL ?? null;
  const endpoints =
    authorizeUrl && tokenUrl && jwksUrl ? { authorizeUrl, tokenUrl, jwksUrl, userinfoUrl } : null;
  return { issuer: env.NATIONAL_WINDOW_ISSUER, clientId, clientSecret, endpoints };
}

/** `NAME=` in a file of settings means "not set". */
function withoutEmptyValues(
  environment: Record<string, string | undefined>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
