/** The chat page with the sandbox behind it, and a small bot in place of the product: for tests of the page itself. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SandboxDeps } from '../../sandbox/deps.ts';
import { createSandboxEvents } from '../../sandbox/events.ts';
import { findFreePorts } from '../../sandbox/free-port.ts';
import { createPopulation } from '../../sandbox/population.ts';
import { prepareServer } from '../../sandbox/server.ts';
import { openStore } from '../../sandbox/store.ts';
import { createSystems } from '../../sandbox/systems.ts';
import { FIRST_PEOPLE } from '../../sandbox/world/people.ts';
import { startSmallBot } from './small-bot.ts';

export interface ServedPage {
  /** Root address of page and control API. */
  url: string;
  deps: SandboxDeps;
  close(): Promise<void>;
}

const TOKEN = '1000001:only-for-tests-of-the-page';

export async function servePage(): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'karamooz-page-'));
  const [port = 0, appPort = 0] = await findFreePorts(2);
  const url = `http://127.0.0.1:${port}`;
  const store = openStore(join(folder, 'store'));
  const events = createSandboxEvents();
  const deps: SandboxDeps = {
    ...{ store, events, publicUrl: url, now: Date.now },
    systems: createSystems({ store, events, now: Date.now, random: Math.random }),
    population: createPopulation({ store, events, firstPeople: FIRST_PEOPLE }),
  };
  const identity = { token: TOKEN, username: 'small_bot', name: 'ربات کوچک' };
  const server = prepareServer({
    deps,
    // Nobody answers on Bale; its chats are there all the same.
    bots: { telegram: identity, bale: identity },
    filesDir: join(folder, 'files'),
    logFile: join(folder, 'log'),
    ...{ host: '127.0.0.1', port },
    app: undefined,
    appUrl: `http://127.0.0.1:${appPort}`,
  });
  await server.start();
  const web = await serveReturnPage(appPort);
  const bot = await startSmallBot(`${url}/bot-api/telegram`, TOKEN, url);

  return {
    url,
    deps,
    async close() {
      await bot.stop();
      web.close();
      await server.stop();
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where the gateway sends the payer back to. */
async function serveReturnPage(port: number): Promise<Server> {
  const web = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<html lang="fa" dir="rtl"><title>نتیجه</title><h1>پرداخت شما رسید</h1></html>');
  });
  web.listen(port, '127.0.0.1');
  await once(web, 'listening');
  return web;
}
