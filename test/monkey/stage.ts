/**
 * Where the monkey plays: the real services on a real database, the bot on both messengers as a process has it, and the
 * outside systems moved by hand. Everything that the bot says, and everything that goes wrong, is written down.
 */
import type { Api, Transformer } from 'grammy';
import { FORMS } from '../../bot/conversations/forms.ts';
import { createBot, type RunningBot } from '../../bot/create-bot.ts';
import { createDeletionWatch } from '../../bot/deletion-watch.ts';
import { createFormWatch } from '../../bot/form-watch.ts';
import { createNoticeSender } from '../../bot/notice-sender.ts';
import type { Platform } from '../../config.ts';
import { randomIds } from '../../services/clock.ts';
import { createBaleWallet } from '../../services/providers/payment/bale-wallet.ts';
import { createTopUps } from '../../services/top-ups/service.ts';
import { loadTexts, type Texts } from '../../texts/texts.ts';
import { rememberedHere } from '../support/bot-by-hand.ts';
import { createDeliveries } from '../support/deliveries.ts';
import { createReadableLog } from '../support/readable-log.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';
import { type Messengers, startMessengers } from './messengers.ts';

export const PLATFORMS: readonly Platform[] = ['telegram', 'bale'];

/** A call of the bot, with what came of it in the end. */
export interface Call {
  platform: Platform;
  method: string;
  /** Empty when the call is about no chat. */
  chat: string;
  ok: boolean;
  /** What the messenger says of a call that it refuses. */
  description: string;
}

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** How long a form may be left alone here. */
const IDLE_MS = 60 * 60 * 1000;

export async function setStage() {
  const messengers = await startMessengers();
  const world = withInvoices(await createWorld(), messengers);
  const { log, lines } = createReadableLog();
  const calls: Call[] = [];
  /** How often each text was shown. */
  const textsShown = new Map<string, number>();
  const texts = counted(loadTexts(), textsShown);
  const { clock } = world;
  const deps = { services: world, forms: FORMS, texts, ids: randomIds, clock, log };
  const bots = new Map(
    PLATFORMS.map((platform) => {
      const bot = createBot(messengers.botOf(platform), { ...deps, handled: rememberedHere() });
      // A notice answers too: of a payment, whoever asked for it hears by the notice of its end.
      for (const api of [bot.bot.api, bot.noticeApi]) api.config.use(writtenDown(platform, calls));
      return [platform, bot];
    }),
  );
  const sources = [...bots.values()].map((bot) => bot.poll());
  const apis = noticeApis(bots);
  const deliveries = createDeliveries(world);
  const toChats = createNoticeSender({ ...deps, apis });
  const watchForms = createFormWatch({ ...deps, apis, idleMs: IDLE_MS });
  const watchDeletions = createDeletionWatch({ ...deps, apis });

  return {
    ...{ world, messengers, calls, textsShown },
    /** Codes of the courses that there are. */
    courses: [] as string[],
    /** What was logged as a fault of ours. */
    faults: () => lines.filter(({ level }) => Number(level) >= ERROR_LEVEL),
    /** Waits until the messengers have nothing left that the bots have not handled. */
    handled: () => Promise.all(PLATFORMS.map((platform) => untilHandled(messengers, platform))),
    /** For what happens away from the chats, where nobody would look at a fault of an outside system. */
    async whileAllIsUp(happens: () => Promise<void>) {
      const { registers, gateway } = world;
      const { shahkarDown, registryDown } = registers;
      const { down } = gateway;
      Object.assign(registers, { shahkarDown: false, registryDown: false });
      gateway.down = false;
      await happens();
      Object.assign(registers, { shahkarDown, registryDown });
      gateway.down = down;
    },
    /** Delivers the notices that were recorded meanwhile, as the jobs do. */
    deliverNotices: () => deliveries.deliverWoken(toChats),
    /** What the scheduled jobs do. */
    async runJobs() {
      await world.topUps.reconcile(100);
      await world.identity.backfill();
      await watchForms(100);
      await watchDeletions(100);
      await world.enrolments.watchPlaces(100);
      await world.notifications.sweep(1_000);
    },
    async close() {
      await Promise.all(sources.map((source) => source.stop()));
      await Promise.all([...bots.values()].map((bot) => bot.close()));
      await messengers.close();
      await world.close();
    },
  };
}

/** Besides the gateway there is the messenger's own wallet, as the messenger itself has it. */
function withInvoices(world: World, messengers: Messengers): World {
  const { apiRoot, token } = messengers.botOf('bale');
  const wallet = createBaleWallet({ apiRoot, botToken: token, timeoutMs: 5_000 });
  const gateways = [world.gateway, wallet];
  const topUps = createTopUps({
    ...world.topUpsDeps,
    gateways,
    invoiceToken: 'WALLET-TEST-1111111111111111',
  });
  return { ...world, topUps };
}

/** Of pino. */
const ERROR_LEVEL = 50;

function noticeApis(bots: ReadonlyMap<Platform, RunningBot>): Map<Platform, Api> {
  return new Map([...bots].map(([platform, { noticeApi }]) => [platform, noticeApi]));
}

/** The outermost transformer: it sees what came of a call after all its repetitions. */
function writtenDown(platform: Platform, calls: Call[]): Transformer {
  return async (call, method, payload, signal) => {
    const answer = await call(method, payload, signal);
    // Asking for updates may fail as it likes: it is done again, and says nothing to anybody.
    if (method === 'getUpdates') return answer;
    const { chat_id: chat = '' } = payload as { chat_id?: string | number };
    const description = answer.ok ? '' : answer.description;
    calls.push({ platform, method, chat: String(chat), ok: answer.ok, description });
    return answer;
  };
}

function counted(texts: Record<Texts['language'], Texts>, shown: Map<string, number>): typeof texts {
  const count = (key: string) => shown.set(key, (shown.get(key) ?? 0) + 1);
  const counting = (inner: Texts): Texts => ({
    ...inner,
    chat(key, params) {
      count(key);
      return inner.chat(key, params);
    },
    plain(key, params) {
      count(key);
      return inner.plain(key, params);
    },
  });
  return { fa: counting(texts.fa), en: counting(texts.en) };
}

async function untilHandled(messengers: Messengers, platform: Platform): Promise<void> {
  const { apiRoot, token } = messengers.botOf(platform);
  await until(
    `the bot on ${platform} has handled what came`,
    async () => {
      // A messenger that stumbles stumbles here too: ask again.
      const response = await fetch(`${apiRoot}/bot${token}/getWebhookInfo`, { method: 'POST' }).catch(
        () => null,
      );
      if (!response?.ok) return false;
      const { result } = (await response.json()) as { result: { pending_update_count: number } };
      return result.pending_update_count === 0;
    },
    60_000,
    HANDLED_POLL_MS,
  );
}

const HANDLED_POLL_MS = 3;
