/** What the app is told of its surroundings: every address points into this sandbox. */

import type { SandboxConfig } from './config.ts';
import {
  CIVIL_REGISTRY_TOKEN,
  KARPOOSHE_TOKEN,
  PAYMENT_MERCHANT_ID,
  SHAHKAR_TOKEN,
  SMS_API_KEY,
} from './providers/credentials.ts';

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

/** Tokens of the sandbox's own messengers, which take any token of the usual form. */
const SANDBOX_TOKENS = {
  telegram: '1000000000:sandbox-telegram-token-of-karamooz',
  bale: '2000000000:sandbox-bale-token-of-karamooz',
};

export function appEnvironment(config: SandboxConfig, surroundings: Surroundings): NodeJS.ProcessEnv {
  const { localUrl } = surroundings;
  return {
    ...config.environment,
    MONGODB_URI: surroundings.mongodbUri,
    REDIS_URL: surroundings.redisUrl,
    HOST: '127.0.0.1',
    PORT: String(surroundings.appPort),
    PUBLIC_URL: surroundings.publicUrl,
    LOG_LEVEL: config.logLevel,
    CATALOGUE_FILE: surroundings.catalogueFile,
    SMS_API_ROOT: `${localUrl}/systems/sms`,
    SMS_API_KEY,
    PAYMENT_API_ROOT: `${localUrl}/systems/payment`,
    PAYMENT_MERCHANT_ID,
    SHAHKAR_API_ROOT: `${localUrl}/systems/shahkar`,
    SHAHKAR_TOKEN,
    CIVIL_REGISTRY_API_ROOT: `${localUrl}/systems/civil-registry`,
    CIVIL_REGISTRY_TOKEN,
    KARPOOSHE_API_ROOT: `${localUrl}/systems/karpooshe`,
    KARPOOSHE_TOKEN,
    ...messenger(config, 'telegram', localUrl),
    ...messenger(config, 'bale', localUrl),
  };
}

/** A messenger for which the person gave a real token is the real one, at its own address; the other stays ours. */
function messenger(
  config: SandboxConfig,
  platform: 'telegram' | 'bale',
  localUrl: string,
): NodeJS.ProcessEnv {
  if (config.realTokens[platform]) return {};
  const name = platform.toUpperCase();
  return {
    [`${name}_BOT_TOKEN`]: SANDBOX_TOKENS[platform],
    [`${name}_API_ROOT`]: `${localUrl}/bot-api/${platform}`,
  };
}
