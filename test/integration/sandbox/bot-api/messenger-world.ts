/** A Bot API and its chats on a fresh (or reopened) store, reached over HTTP like from outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import type { ChatItem } from '../../../../sandbox/bot-api/chat-item.ts';
import { type BotApi, createBotApi } from '../../../../sandbox/bot-api/create-bot-api.ts';
import { createChatsControl } from '../../../../sandbox/control/chats.ts';
import { createRoomsControl } from '../../../../sandbox/control/rooms.ts';
import { createSandboxEvents, type Platform, type SandboxEvent } from '../../../../sandbox/events.ts';
import { createPopulation, type SandboxPerson } from '../../../../sandbox/population.ts';
import { openStore } from '../../../../sandbox/store.ts';
import { createSystems, type Systems } from '../../../../sandbox/systems.ts';

export const TOKENS: Record<Platform, string> = { telegram: '7001:telegram-token', bale: '8001:bale-token' };

/** Account numbers of the one registered person. */
export const SARA = { telegram: 1001, bale: 2001 };

const PEOPLE: SandboxPerson[] = [
  {
    nationalCode: '0012345679',
    firstName: 'سارا',
    lastName: 'محمدی',
    fatherName: 'رضا',
    birthDate: '1377/09/03',
    alive: true,
    mobile: '09990001001',
    role: 'trainee',
    note: '',
    accounts: {
      telegram: { userId: String(SARA.telegram), username: 'sara_m', languageCode: 'en' },
      bale: { userId: String(SARA.bale), languageCode: 'fa' },
    },
  },
];

export interface ApiAnswer {
  ok: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects, and fails if it is another.
  result?: any;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

export interface ActAnswer {
  status: number;
  updateIds: number[];
  message: ChatItem;
  error: string;
  opened?: string;
  copied?: string;
}

export interface World {
  url: string;
  botApi: BotApi;
  app: FastifyInstance;
  systems: Systems;
  events: SandboxEvent[];
  clock: { ms: number };
  /** Calls a method with a JSON body. */
  call(method: string, payload?: object, platform?: Platform): Promise<ApiAnswer>;
  act(userId: number, action: object, platform?: Platform): Promise<ActAnswer>;
  items(userId: number, platform?: Platform, query?: string): Promise<ChatItem[]>;
  /** Stops everything and opens the same store again. */
  reopen(): Promise<World>;
  close(): Promise<void>;
}

export async function openWorld(
  folder = mkdtempSync(join(tmpdir(), 'bot-api-')),
  clock = { ms: 1_795_000_000_000 },
): Promise<World> {
  const store = openStore(join(folder, 'store.jsonl'));
  const sandboxEvents = createSandboxEvents();
  const events: SandboxEvent[] = [];
  sandboxEvents.subscribe((event) => events.push(event));
  const now = () => clock.ms;
  const systems = createSystems({ store, events: sandboxEvents, now, random: () => 0.99 });
  const population = createPopulation({ store, events: sandboxEvents, firstPeople: PEOPLE });
  const botApi = createBotApi({
    ...{ store, systems, population, now },
    events: sandboxEvents,
    publicUrl: 'http://127.0.0.1',
    filesDir: join(folder, 'files'),
    bots: {
      telegram: { token: TOKENS.telegram, username: 'karamooz_bot', name: 'کارآموز' },
      bale: { token: TOKENS.bale, username: 'karamooz_bale_bot', name: 'کارآموز بله' },
    },
  });
  const app = Fastify({ forceCloseConnections: true });
  await app.register(botApi.routes, { prefix: '/bot-api' });
  await app.register(createChatsControl({ botApi }), { prefix: '/sandbox/chats' });
  await app.register(createRoomsControl(botApi), { prefix: '/sandbox/rooms' });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  async function stop(): Promise<void> {
    await app.close();
    store.close();
  }

  return {
    ...{ url, botApi, app, systems, events, clock },
    async call(method, payload = {}, platform = 'telegram') {
      const response = await fetch(methodUrl(url, method, platform), jsonRequest(payload));
      const answer = (await response.json()) as ApiAnswer;
      expect(response.status).toBe(answer.error_code ?? 200);
      return answer;
    },
    async act(userId, action, platform = 'telegram') {
      const response = await fetch(
        `${url}/sandbox/chats/${platform}/${userId}/messages`,
        jsonRequest(action),
      );
      return { status: response.status, ...((await response.json()) as Omit<ActAnswer, 'status'>) };
    },
    async items(userId, platform = 'telegram', query = '') {
      const response = await fetch(`${url}/sandbox/chats/${platform}/${userId}/messages${query}`);
      return (await response.json()) as ChatItem[];
    },
    async reopen() {
      await stop();
      return openWorld(folder, clock);
    },
    async close() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export function methodUrl(url: string, method: string, platform: Platform = 'telegram'): string {
  return `${url}/bot-api/${platform}/bot${TOKENS[platform]}/${method}`;
}

export function jsonRequest(payload: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload) };
}
