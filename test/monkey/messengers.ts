/** The sandbox's two messengers inside this process, with nothing else of the sandbox around them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { Platform } from '../../config.ts';
import type { Chats } from '../../sandbox/bot-api/chats.ts';
import { createBotApi } from '../../sandbox/bot-api/create-bot-api.ts';
import { createSandboxEvents } from '../../sandbox/events.ts';
import { createPopulation, type Population } from '../../sandbox/population.ts';
import { openStore } from '../../sandbox/store.ts';
import { createSystems } from '../../sandbox/systems.ts';

const TOKENS: Record<Platform, string> = { telegram: '7001:telegram-token', bale: '8001:bale-token' };

export interface Messengers {
  /** The people's side. */
  chats: Chats;
  population: Population;
  /** The next few calls fail. An outage that lasts longer rightly ends in an apology. */
  stumble(how: 'error' | 'reset'): void;
  recover(): void;
  /** Where the bot of this messenger asks, and as whom. */
  botOf(platform: Platform): { platform: Platform; token: string; apiRoot: string };
  close(): Promise<void>;
}

/** Repeated after growing waits, of which these are some seconds. */
const CALLS_THAT_FAIL = 3;

export async function startMessengers(): Promise<Messengers> {
  const folder = await mkdtemp(join(tmpdir(), 'karamooz-messengers-'));
  const store = openStore(join(folder, 'store.jsonl'));
  const events = createSandboxEvents();
  const now = Date.now;
  let failuresLeft = 0;
  const random = () => {
    failuresLeft -= 1;
    return failuresLeft >= 0 ? 0 : 1;
  };
  const systems = createSystems({ store, events, now, random });
  const population = createPopulation({ store, events, firstPeople: [] });
  const botApi = createBotApi({
    ...{ store, systems, population, now, events },
    publicUrl: 'http://127.0.0.1',
    filesDir: join(folder, 'files'),
    bots: {
      telegram: { token: TOKENS.telegram, username: 'karamooz_bot', name: 'کارآموز' },
      bale: { token: TOKENS.bale, username: 'karamooz_bale_bot', name: 'کارآموز بله' },
    },
  });
  const app = Fastify({ forceCloseConnections: true });
  await app.register(botApi.routes, { prefix: '/bot-api' });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...{ chats: botApi.chats, population },
    stumble(how) {
      failuresLeft = CALLS_THAT_FAIL;
      systems.set('bot-api', { mode: 'flaky', share: 0.5, how });
    },
    recover: () => systems.set('bot-api', { mode: 'up' }),
    botOf: (platform) => ({ platform, token: TOKENS[platform], apiRoot: `${url}/bot-api/${platform}` }),
    async close() {
      await app.close();
      store.close();
      await rm(folder, { recursive: true });
    },
  };
}
