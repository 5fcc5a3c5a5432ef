/**
 * Starts everything that the bot needs and the bot itself, and stops it in the order in which nothing is missed:
 * app, server, redis, MongoDB.
 */

import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { prepareApp } from './app.ts';
import { appEnvironment } from './app-environment.ts';
import type { SandboxConfig } from './config.ts';
import { type DataLock, takeDataLock } from './data-lock.ts';
import { createSandboxEvents } from './events.ts';
import { findFreePort } from './free-port.ts';
import { prepareMongo } from './mongo-process.ts';
import { createPopulation } from './population.ts';
import { prepareRedis } from './redis.ts';
import { createServer } from './server.ts';
import { StartProblem } from './start-problem.ts';
import { openStore } from './store.ts';
import type { Clock } from './supervisor.ts';
import { createSystems } from './systems.ts';
import { FIRST_PEOPLE } from './world/people.ts';
import { writeCatalogueOnce } from './world.ts';

export interface LauncherOptions {
  config: SandboxConfig;
  clock: Clock;
  /** Between 0 and 1; decides which requests a flaky system fails. */
  random: () => number;
  /** The program that is the app; `false` runs the outside world alone. */
  appEntry?: string | false;
  /** Hears what a person should know while the sandbox runs. */
  say: (line: string) => void;
}

export interface Sandbox {
  /** Root address of the page and of the control API. */
  url: string;
  stop(): Promise<void>;
}

/** A former holder of the data folder that is just ending is waited for this long. */
const FORMER_RUN_TIMEOUT_MS = 30_000;
const POLL_MS = 100;

/** Something that was started, and how to end it. */
type Ending = () => Promise<void> | void;

/** Rejects with a StartProblem when a person can do something about it. */
export async function startSandbox(options: LauncherOptions): Promise<Sandbox> {
  const { config } = options;
  const port = config.port === 0 ? await findFreePort() : config.port;
  const localUrl = `http://${hostInAddress(config.host)}:${port}`;
  const lock = await takeFolder(config.dataDir, localUrl, options.say);
  const endings: Ending[] = [() => lock.release()];
  const stop = async () => {
    lock.announceStop();
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    await startParts(options, { port, localUrl }, endings);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: localUrl, stop };
}

async function startParts(
  options: LauncherOptions,
  { port, localUrl }: { port: number; localUrl: string },
  endings: Ending[],
): Promise<void> {
  const { config, clock } = options;
  const { dataDir } = config;
  const logFile = (name: string) => join(dataDir, 'logs', `${name}.log`);
  const publicUrl = config.publicUrl ?? localUrl;
  const catalogueFile = join(dataDir, 'catalogue.json');
  writeCatalogueOnce(catalogueFile, clock.now());

  const store = openStore(join(dataDir, 'outside-world.jsonl'));
  endings.push(() => store.close());
  const events = createSandboxEvents();
  const deps = {
    ...{ store, events, publicUrl },
    now: clock.now,
    systems: createSystems({ store, events, now: clock.now, random: options.random }),
    population: createPopulation({ store, events, firstPeople: FIRST_PEOPLE }),
  };

  const mongo = await prepareMongo({ dataDir, logFile: logFile('mongo'), clock });
  endings.push(() => mongo.process.stop());
  const redis = await prepareRedis({ dataDir, logFile: logFile('redis'), clock });
  endings.push(() => redis.process.stop());

  const appPort = await findFreePort();
  const surroundings = {
    appPort,
    localUrl,
    publicUrl,
    catalogueFile,
    mongodbUri: mongo.uri,
    redisUrl: redis.url,
  };
  const app =
    options.appEntry === false
      ? undefined
      : prepareApp({
          ...(options.appEntry && { entry: options.appEntry }),
          ...{ port: appPort, logFile: logFile('app'), events, clock },
          environment: appEnvironment(config, surroundings),
          onTrouble: (line) => options.say(`[app] ${line}`),
        });
  const server = await createServer({ deps, ...(app && { app }), appUrl: `http://127.0.0.1:${appPort}` });
  endings.push(() => server.close());
  if (app) endings.push(() => app.stop());

  await allOrFirstFailure([mongo.process.start(), redis.process.start(), listen(server, config.host, port)]);
  await app?.start();
}

/** Waits for all, so that nothing is still starting when it is to be stopped. */
async function allOrFirstFailure(starts: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(starts)) {
    if (result.status === 'rejected') throw result.reason;
  }
}

async function takeFolder(dataDir: string, address: string, say: (line: string) => void): Promise<DataLock> {
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

async function listen(server: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    throw explainListenError(error, host, port);
  }
}

function explainListenError(error: unknown, host: string, port: number): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} is taken by another program: choose another one, for example "PORT=${port + 1} npm start".`,
      );
    case 'EACCES':
      return new StartProblem(
        `Port ${port} needs special rights: choose one above 1023, for example "PORT=8080 npm start".`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartProblem(
        `HOST=${host} is no address of this machine: unset HOST, or set it to 127.0.0.1 or 0.0.0.0.`,
      );
    default:
      return error;
  }
}

/** Where this machine itself reaches a server that listens at `host`. */
function hostInAddress(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
