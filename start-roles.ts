/** Puts the parts together: providers → services → bots, jobs, web, as the settings say. */
import type { Api } from 'grammy';
import { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { FORMS } from './bot/conversations/forms.ts';
import { createBot, type RunningBot } from './bot/create-bot.ts';
import { createDeletionWatch } from './bot/deletion-watch.ts';
import { createFormWatch } from './bot/form-watch.ts';
import { createHandledUpdates } from './bot/handled-updates.ts';
import { createNoticeSender } from './bot/notice-sender.ts';
import type { Config, Platform } from './config.ts';
import { createQueues } from './jobs/queues.ts';
import { startJobs } from './jobs/start-jobs.ts';
import type { Models } from './models/models.ts';
import { randomIds, systemClock } from './services/clock.ts';
import { createServices } from './services/create-services.ts';
import {
  createKarpoosheSender,
  createSmsSender,
  unlessSwitchedOff,
} from './services/notifications/senders.ts';
import { loadTexts } from './texts/texts.ts';
import { createWeb } from './web/create-web.ts';
import { WINDOW_LINK_ROOT, WINDOW_RETURN_PATH } from './web/national-window.ts';
import { PAYMENT_ENTRANCE_ROOT } from './web/payment-entrance.ts';
import { PAYMENT_RETURN_PATH } from './web/payment-return.ts';
import { VERIFICATION_ROOT } from './web/verification.ts';

export interface StartDeps {
  config: Config;
  models: Models;
  connection: Connection;
  log: Logger;
}

/** An answer about readiness must not itself hang. */
const REDIS_COMMAND_TIMEOUT_MS = 1_000;

export async function startRoles({
  config,
  models,
  connection,
  log,
}: StartDeps): Promise<{ close(): Promise<void> }> {
  const texts = loadTexts();
  const queues = createQueues(config.redisUrl, log);
  const redis = new Redis(config.redisUrl, {
    enableAutoPipelining: true,
    commandTimeout: REDIS_COMMAND_TIMEOUT_MS,
  });
  redis.on('error', (error) => log.warn({ err: error }, 'Redis'));

  const services = createServices({
    config,
    models,
    connection,
    redis,
    log,
    clock: systemClock,
    ids: randomIds,
    wakeDeliveries: queues.wakeDeliveries,
    paymentReturnUrl: `${config.publicUrl}${PAYMENT_RETURN_PATH}`,
    paymentEntranceRoot: `${config.publicUrl}${PAYMENT_ENTRANCE_ROOT}`,
    windowReturnUrl: `${config.publicUrl}${WINDOW_RETURN_PATH}`,
    windowLinkRoot: `${config.publicUrl}${WINDOW_LINK_ROOT}`,
    verificationRoot: `${config.publicUrl}${VERIFICATION_ROOT}`,
  });
  const conversation = { services, texts, forms: FORMS, ids: randomIds, clock: systemClock, log };
  const bots = new Map<Platform, RunningBot>();
  for (const messenger of config.messengers) {
    bots.set(
      messenger.platform,
      createBot(messenger, { ...conversation, handled: createHandledUpdates(redis, log) }),
    );
  }

  // First, so that `/readyz` can name whatever the others wait for.
  const web = config.roles.has('web')
    ? createWeb({
        ...services,
        ids: randomIds,
        publicUrl: config.publicUrl,
        trustedProxies: config.trustedProxies,
        texts,
        log,
        readiness: readiness(),
      })
    : null;
  await web?.listen({ host: config.host, port: config.port });
  const sources = config.roles.has('bot') ? [...bots.values()].map((bot) => bot.poll()) : [];
  const jobs = config.roles.has('jobs') ? startJobs(jobsDeps()) : null;

  return {
    async close() {
      // First nothing new comes in, then what is in hand ends, then what it needed goes.
      await Promise.all([web?.close(), ...sources.map((source) => source.stop()), jobs?.close()]);
      await Promise.all([...bots.values()].map((bot) => bot.close()));
      await queues.close();
      redis.disconnect();
    },
  };

  function jobsDeps(): Parameters<typeof startJobs>[0] {
    const apis = new Map<Platform, Api>([...bots].map(([platform, { noticeApi }]) => [platform, noticeApi]));
    const { breakers, sms, karpooshe } = services;
    const smsSender = createSmsSender({ models, clock: systemClock, texts, provider: sms, log });
    const senders = {
      sms: unlessSwitchedOff(breakers, 'sms', smsSender),
      karpooshe: unlessSwitchedOff(
        breakers,
        'karpooshe',
        createKarpoosheSender({ texts, provider: karpooshe }),
      ),
      chat: createNoticeSender({ ...conversation, apis }),
    };
    return {
      redisUrl: config.redisUrl,
      delivery: { models, people: services.people, clock: systemClock, senders },
      watchForms: createFormWatch({ ...conversation, apis, idleMs: config.formIdleMinutes * 60_000 }),
      deleteData: createDeletionWatch({ ...conversation, apis }),
      ...services,
      log,
    };
  }

  function readiness() {
    return {
      mongodb: async () => {
        await connection.db?.command({ ping: 1 });
      },
      redis: async () => {
        await redis.ping();
      },
    };
  }
}
