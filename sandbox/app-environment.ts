/** What the app is told of its surroundings: every address points into this sandbox. */

import { sandboxBots } from './bots.ts';
import type { SandboxConfig } from './config.ts';
import type { Platform } from './events.ts';
import {
  BALE_PROVIDER_TOKEN,
  CIVIL_REGISTRY_TOKEN,
  KARPOOSHE_TOKEN,
  NATIONAL_WINDOW_CLIENT_ID,
  NATIONAL_WINDOW_CLIENT_SECRET,
  PAYMENT_MERCHANT_ID,
  SHAHKAR_TOKEN,
  SMS_API_KEY,
  ZIBAL_MERCHANT_ID,
} from './providers/credentials.ts';

/** سعید مهرآیین of `world/people.ts`, unless the settings name others. */
const ADMINISTRATOR = '9994010131';

/** Keys of a place to play in: everybody may know them. Other ones may be set. */
export const PERSONAL_DATA = {
  PERSONAL_DATA_KEYS: 'sandbox:c2FuZGJveCBzYW5kYm94IHNhbmRib3ggc2FuZGJveDE=',
  PERSONAL_DATA_HASH_KEY: 'c2FuZGJveCBzYW5kYm94IHNhbmRib3ggc2FuZGJveDI=',
};

/** Where the sandbox put the things that the app needs. */
export interface Surroundings {
  mongodbUri: string;
  redisUrl: string;
  /** Port on which the app shall listen. */
  appPort: number;
  /** Where the app reaches the sandbox's server. */
  localUrl: string;
  /** Where people's browsers reach it. */
  publicUrl: string;
  catalogueFile: string;
}

export function appEnvironment(config: SandboxConfig, surroundings: Surroundings): NodeJS.ProcessEnv {
  const { localUrl, publicUrl } = surroundings;
  const [windowHere, windowOutside] = [localUrl, publicUrl].map((url) => `${url}/systems/national-window`);
  return {
    ADMIN_NATIONAL_CODES: ADMINISTRATOR,
    ...PERSONAL_DATA,
    ...config.environment,
    MONGODB_URI: surroundings.mongodbUri,
    REDIS_URL: surroundings.redisUrl,
    HOST: '127.0.0.1',
    PORT: String(surroundings.appPort),
    PUBLIC_URL: publicUrl,
    // The sandbox's server, which browsers go through.
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: config.logLevel,
    CATALOGUE_FILE: surroundings.catalogueFile,
    SMS_API_ROOT: `${localUrl}/systems/sms`,
    SMS_API_KEY,
    PAYMENT_API_ROOT: `${localUrl}/systems/payment`,
    PAYMENT_MERCHANT_ID,
    ZIBAL_API_ROOT: `${localUrl}/systems/zibal`,
    ZIBAL_MERCHANT_ID,
    BALE_PROVIDER_TOKEN,
    SHAHKAR_API_ROOT: `${localUrl}/systems/shahkar`,
    SHAHKAR_TOKEN,
    CIVIL_REGISTRY_API_ROOT: `${localUrl}/systems/civil-registry`,
    CIVIL_REGISTRY_TOKEN,
    // What the registry of the sandbox allows is set by its switch.
    CIVIL_REGISTRY_RATE_PER_SECOND: '1000',
    KARPOOSHE_API_ROOT: `${localUrl}/systems/karpooshe`,
    KARPOOSHE_TOKEN,
    // A browser may be on another machine, with which the app has nothing to do.
    NATIONAL_WINDOW_ISSUER: windowOutside,
    NATIONAL_WINDOW_CLIENT_ID,
    NATIONAL_WINDOW_CLIENT_SECRET,
    NATIONAL_WINDOW_AUTHORIZE_URL: `${windowOutside}/oauth2/authorize`,
    NATIONAL_WINDOW_TOKEN_URL: `${windowHere}/oauth2/token`,
    NATIONAL_WINDOW_JWKS_URL: `${windowHere}/oauth2/jwks`,
    NATIONAL_WINDOW_USERINFO_URL: `${windowHere}/api/v1/user/userinfo`,
    ...messenger(config, 'telegram', localUrl),
    ...messenger(config, 'bale', localUrl),
  };
}

/** A messenger that is not ours is the real one, at its own address. */
function messenger(config: SandboxConfig, platform: Platform, localUrl: string): NodeJS.ProcessEnv {
  const bot = sandboxBots(config)[platform];
  if (!bot) return {};
  const name = platform.toUpperCase();
  return { [`${name}_BOT_TOKEN`]: bot.token, [`${name}_API_ROOT`]: `${localUrl}/bot-api/${platform}` };
}
