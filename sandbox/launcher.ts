/**
 * Starts everything that the bot needs and the bot itself, and stops it in the order in which nothing is missed:
 * app, server, redis, MongoDB.
 */

import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundledProgram } from '../scripts/bundle.ts';
import { prepareApp } from './app.ts';
import { appEnvironment } from './app-environment.ts';
import { sandboxBots } from './bots.ts';
import type { SandboxConfig } from './config.ts';
import { type DataLock, takeDataLock } from './data-lock.ts';
import { createSandboxEvents } from './events.ts';
import { findFreePorts } from './free-port.ts';
import { prepareMongo } from './mongo-process.ts';
import { createPopulation } from './population.ts';
import { prepareRedis } from './redis.ts';
import { prepareServer } from './server.ts';
import { StartProblem } from './start-problem.ts';
import { openStore, type Store } from './store.ts';
import type { Clock } from './supervisor.ts';
import { createSystems } from './systems.ts';
import { FIRST_PEOPLE } from './world/people.ts';
import { writeCatalogueOnce } from './world.ts';

export interface LauncherOptions {
  config: SandboxConfig;
  clock: Clock;
  /** Between 0 and 1; decides which requests a flaky system fails. */
  random: () => number;
  /** Whether the app runs too (default), or the outside world alone. */
  app?: boolean;
  /** Hears what a person should know while the sandbox runs. */
  say: (line: string) => void;
}

export interface Sandbox {
  /** Root address of the page and of the control API. */
  url: string;
  stop(): Promise<void>;
}

/** The product itself. */
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** A former holder of the data folder that is just ending is waited for this long. */
const FORMER_RUN_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

/** Something that runs, and can be ended whether or not it has come up. */
interface Part {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Rejects with a StartProblem when a person can do something about it. */
export async function startSandbox(options: LauncherOptions): Promise<Sandbox> {
  const { config } = options;
  const places = await findPlaces(config);
  const lock = await takeFolder(config.dataDir, places.localUrl, options.say);
  const store = openStore(join(config.dataDir, 'outside-world.jsonl'));
  const { foundation, app } = await prepareParts(options, places, store);

  async function stop(): Promise<void> {
    lock.announceStop();
    for (const part of [app, ...foundation.toReversed()]) await part?.stop();
    store.close();
    lock.release();
  }

  try {
    await startTogether(foundation);
    await app?.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: places.localUrl, stop };
}

/** Addresses on this machine. */
interface Places {
  /** Of the sandbox's server, for this machine itself. */
  localUrl: string;
  port: number;
  mongoPort: number;
  redisPort: number;
  appPort: number;
}

async function findPlaces({ host, port: wantedPort }: SandboxConfig): Promise<Places> {
  const [freePort = 0, mongoPort = 0, redisPort = 0, appPort = 0] = await findFreePorts(4);
  const port = wantedPort || freePort;
  return { localUrl: `http://${hostInAddress(host)}:${port}`, port, mongoPort, redisPort, appPort };
}

/** Makes everything ready to be started; `foundation` is what the app stands on. */
async function prepareParts(
  { config, clock, random, say, app: withApp = true }: LauncherOptions,
  { localUrl, port, mongoPort, redisPort, appPort }: Places,
  store: Store,
): Promise<{ foundation: Part[]; app: Part | undefined }> {
  const { dataDir, host } = config;
  const logFile = (name: string) => join(dataDir, 'logs', `${name}.log`);
  const catalogueFile = join(dataDir, 'catalogue.json');
  writeCatalogueOnce(catalogueFile, clock.now());

  const mongo = await prepareMongo({ dataDir, port: mongoPort, logFile: logFile('mongo'), clock });
  const redis = await prepareRedis({ dataDir, port: redisPort, logFile: logFile('redis'), clock });

  const publicUrl = config.publicUrl ?? localUrl;
  const databases = { mongodbUri: mongo.uri, redisUrl: redis.url };
  const events = createSandboxEvents();
  const app = withApp
    ? prepareApp({
        program: await bundledProgram(config.appEntry ?? MAIN),
        ...{ port: appPort, logFile: logFile('app'), events, clock },
        environment: appEnvironment(config, { ...databases, appPort, localUrl, publicUrl, catalogueFile }),
        onTrouble: (line) => say(`[app] ${line}`),
      })
    : undefined;

  const server = prepareServer({
    deps: {
      ...{ store, events, publicUrl },
      now: clock.now,
      systems: createSystems({ store, events, now: clock.now, random }),
      population: createPopulation({ store, events, firstPeople: FIRST_PEOPLE }),
    },
    ...{ host, port, app },
    bots: sandboxBots(config),
    filesDir: join(dataDir, 'files'),
    logFile: logFile('server'),
    appUrl: `http://127.0.0.1:${appPort}`,
  });
  return { foundation: [mongo.process, redis.process, server], app };
}

/** Waits for all even if one fails, so that nothing is still coming up when it is to be stopped. */
async function startTogether(parts: Part[]): Promise<void> {
  for (const result of await Promise.allSettled(parts.map((part) => part.start()))) {
    if (result.status === 'rejected') throw result.reason;
  }
}

async function takeFolder(dataDir: string, address: string, say: (line: string) => void): Promise<DataLock> {
  requireWritableFolder(dataDir);
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const taking = takeDataLock(dataDir, address);
    if (taking.type === 'taken') return taking.lock;
    if (!taking.by.stopping || waitedMs >= FORMER_RUN_TIMEOUT_MS) {
      throw new StartProblem(
        `The sandbox already runs with the data folder ${dataDir} (process ${taking.by.pid}): open ${taking.by.address}/ , or stop it first, or start another one with "DATA_DIR=./data2 PORT=8081 npm start".`,
      );
    }
    if (waitedMs === 0) say('Waiting for the earlier run to end ...');
    await delay(POLL_MS);
  }
}

function requireWritableFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new StartProblem(
      `The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}): give another one, for example "DATA_DIR=./data npm start".`,
    );
  }
}

/** Where this machine itself reaches a server that listens at `host`. */
function hostInAddress(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
