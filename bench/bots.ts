/** The bots that can be measured, and what each needs around it. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startScript } from './child-process.ts';
import type { FastBotApi } from './fast-bot-api.ts';
import { startIdentityServices } from './identity-services.ts';
import { scratchFolder } from './scratch.ts';
import { type RunningStore, startMongo, startRedis } from './stores.ts';
import { CENTRE, COURSE_TITLES } from './virtual-person.ts';

export const BOT_NAMES = ['ours', 'conversations', 'bare'] as const;
export type BotName = (typeof BOT_NAMES)[number];

export interface RunningBot {
  child: Child;
  /** Pids of the databases that work for it. */
  storePids: number[];
  stop(): Promise<void>;
}

/** Looks like a real one, in case a bot checks. */
const TOKEN = `1000001:${'A'.repeat(35)}`;

/** A bot that has not asked for updates by then will not. */
const START_LIMIT_MS = 30_000;

/** Starts a bot with fresh databases and resolves when it asks for updates. */
export async function startBot(name: BotName, api: FastBotApi): Promise<RunningBot> {
  const polled = api.untilPolled();
  const bot = name === 'ours' ? await startOurs(api) : await startReference(name, api);
  await Promise.race([polled, bot.child.died, startLimit(name)]);
  return bot;
}

async function startLimit(name: BotName): Promise<never> {
  await sleep(START_LIMIT_MS, undefined, { ref: false });
  throw new Error(`The bot "${name}" did not ask for updates within ${START_LIMIT_MS / 1_000} s.`);
}

async function startReference(name: 'conversations' | 'bare', api: FastBotApi): Promise<RunningBot> {
  const redis = await startRedis();
  const child = startScript(`bench/references/${name}-bot.ts`, [], {
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    REDIS_URL: redis.url,
  });
  return running(child, [redis], async () => {});
}

async function startOurs(api: FastBotApi): Promise<RunningBot> {
  const redis = await startRedis();
  const mongo = await startMongo();
  const identity = await startIdentityServices();
  const catalogue = join(scratchFolder('catalogue'), 'catalogue.json');
  writeFileSync(catalogue, JSON.stringify(freeCourses()));
  const child = startScript('main.ts', [], {
    ROLES: 'bot',
    PORT: '0',
    LOG_LEVEL: 'error',
    MONGODB_URI: mongo.url,
    PERSONAL_DATA_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    PERSONAL_DATA_HASH_KEY: randomBytes(32).toString('base64'),
    REDIS_URL: redis.url,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    SHAHKAR_API_ROOT: identity.root,
    SHAHKAR_TOKEN: 'bench',
    CIVIL_REGISTRY_API_ROOT: identity.root,
    CIVIL_REGISTRY_TOKEN: 'bench',
    CIVIL_REGISTRY_RATE_PER_SECOND: '1000',
    CATALOGUE_FILE: catalogue,
  });
  return running(child, [redis, mongo], identity.close);
}

function running(child: Child, stores: RunningStore[], cleanUp: () => Promise<void>): RunningBot {
  return {
    child,
    storePids: stores.map((store) => store.child.pid),
    async stop() {
      // First the bot, so that it can still write what it has begun.
      await child.stop();
      for (const store of stores) await store.child.stop();
      await cleanUp();
    },
  };
}

/** Free courses that everybody fits in. */
function freeCourses(): unknown {
  const day = 86_400_000;
  const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();
  const { name, province } = CENTRE;
  return {
    centres: [{ code: 'c', name, kind: 'state', province, city: province }],
    courses: COURSE_TITLES.map((title, index) => ({
      code: `k${index + 1}`,
      title,
      centre: 'c',
      capacity: 1_000_000,
      feeRials: 0,
      status: 'open',
      registrationOpensAt: inDays(-1),
      registrationClosesAt: inDays(30),
      startsAt: inDays(31),
      endsAt: inDays(60),
    })),
  };
}
