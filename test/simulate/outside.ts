/**
 * The outside world of the simulated product, inside this process: both messengers and every system, on one address. Its
 * answers can be lost after the call was obeyed, which is what makes a caller do things twice.
 */
import { join } from 'node:path';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Platform } from '../../config.ts';
import type { Chats } from '../../sandbox/bot-api/chats.ts';
import { createBotApi } from '../../sandbox/bot-api/create-bot-api.ts';
import type { Transaction } from '../../sandbox/bot-api/state/payment-desk.ts';
import { sandboxBots } from '../../sandbox/bots.ts';
import type { SandboxConfig } from '../../sandbox/config.ts';
import type { SandboxDeps } from '../../sandbox/deps.ts';
import { createSandboxEvents } from '../../sandbox/events.ts';
import { createPopulation, type Population } from '../../sandbox/population.ts';
import { createCivilRegistrySystem } from '../../sandbox/providers/civil-registry.ts';
import { createKarpoosheSystem } from '../../sandbox/providers/karpooshe.ts';
import { createPaymentSystem } from '../../sandbox/providers/payment.ts';
import type { PaymentSessions } from '../../sandbox/providers/payment-sessions.ts';
import { createShahkarSystem } from '../../sandbox/providers/shahkar.ts';
import { createSmsSystem, type SmsSystem } from '../../sandbox/providers/sms.ts';
import { openStore } from '../../sandbox/store.ts';
import { createSystems, type Systems } from '../../sandbox/systems.ts';
import type { Random } from '../monkey/random.ts';

export interface Outside {
  url: string;
  chats: Chats;
  population: Population;
  payments: PaymentSessions;
  /** What Bale has taken from people inside the chat. */
  paidInChat(): Transaction[];
  /** What can be switched off. */
  systems: Systems;
  sms: SmsSystem;
  /** Answers that this share of calls loses, from now on. */
  loseAnswers(share: number): void;
  lostAnswers(): number;
  /** How often the bot had nothing to change in this chat: its message says what is true already. */
  timesUnchanged(platform: Platform, chat: string): number;
  /** How many updates this messenger's bot has not confirmed. */
  pending(platform: Platform): Promise<number>;
  close(): Promise<void>;
}

export interface OutsideDeps {
  config: SandboxConfig;
  random: Random;
  /** Ports of the processes whose web pages people's browsers reach; one of them is asked. */
  webPorts: readonly number[];
  /** The simulation's time, in milliseconds since the epoch. */
  now: () => number;
}

export async function startOutside({ config, random, webPorts, now }: OutsideDeps): Promise<Outside> {
  const store = openStore(join(config.dataDir, 'outside-world.jsonl'));
  const events = createSandboxEvents();
  const systems = createSystems({ store, events, now, random: () => 1 });
  const population = createPopulation({ store, events, firstPeople: [] });
  const deps: SandboxDeps = { store, events, systems, population, now, publicUrl: 'http://127.0.0.1' };
  const bots = sandboxBots(config);
  const botApi = createBotApi({ ...deps, bots, filesDir: join(config.dataDir, 'files') });
  const sms = createSmsSystem(deps);
  const payment = createPaymentSystem(deps);
  const unchanged = new Map<string, number>();
  let share = 0;
  let lost = 0;

  const app = Fastify({ forceCloseConnections: true });
  app.addHook('onSend', async (request, reply, payload) => {
    noteUnchanged(unchanged, request, payload);
    if (!canBeLost(request) || !random.chance(share)) return payload;
    lost += 1;
    return loseAnswer(request, reply, random);
  });
  await app.register(botApi.routes, { prefix: '/bot-api' });
  await app.register(sms.routes, { prefix: '/systems/sms' });
  await app.register(payment.routes, { prefix: '/systems/payment' });
  await app.register(payment.zibalRoutes, { prefix: '/systems/zibal' });
  await app.register(createKarpoosheSystem(deps).routes, { prefix: '/systems/karpooshe' });
  await app.register(createShahkarSystem(deps).routes, { prefix: '/systems/shahkar' });
  await app.register(createCivilRegistrySystem(deps).routes, { prefix: '/systems/civil-registry' });
  forwardVisits(app, webPorts, random);
  const url = await app.listen({ host: '127.0.0.1', port: config.port });
  deps.publicUrl = url;

  return {
    ...{ url, chats: botApi.chats, population, payments: payment.sessions, systems, sms },
    paidInChat: () =>
      [...store.map<Transaction>('bot-api.bale.transactions').values()].filter(
        ({ status }) => status === 'paid',
      ),
    loseAnswers: (next) => {
      share = next;
    },
    lostAnswers: () => lost,
    timesUnchanged: (platform, chat) => unchanged.get(`${platform}:${chat}`) ?? 0,
    async pending(platform) {
      const path = `/bot-api/${platform}/bot${bots[platform]?.token}/getWebhookInfo`;
      const response = await fetch(`${url}${path}`, { method: 'POST' });
      const { result } = (await response.json()) as { result: { pending_update_count: number } };
      return result.pending_update_count;
    },
    async close() {
      await app.close();
      store.close();
    },
  };
}

/** What is asked again anyway would only slow the simulation down. */
const canBeLost = ({ url }: FastifyRequest) => !/getUpdates|getWebhookInfo|^\/payments\//.test(url);

/** The call was obeyed; its caller hears of a broken gateway, or of nothing. */
function loseAnswer(request: FastifyRequest, reply: FastifyReply, random: Random): string {
  if (random.chance(0.5)) request.raw.socket.destroy();
  else reply.code(502).type('text/html');
  return '<html><body>502 Bad Gateway</body></html>';
}

function noteUnchanged(counts: Map<string, number>, { url, body }: FastifyRequest, payload: unknown): void {
  if (typeof payload !== 'string' || !payload.includes('message is not modified')) return;
  const platform = url.split('/')[2];
  const { chat_id: chat = '' } = (body ?? {}) as { chat_id?: number | string };
  const key = `${platform}:${chat}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A browser on its way to a gateway, or back from one, meets one of the web processes, as behind a balancer. */
function forwardVisits(app: FastifyInstance, ports: readonly number[], random: Random): void {
  app.get('/payments/*', async (request, reply) => {
    const answer = await fetch(`http://127.0.0.1:${random.pick(ports)}${request.url}`).catch(() => null);
    return reply.code(answer?.status ?? 502).send((await answer?.text()) ?? '');
  });
}
