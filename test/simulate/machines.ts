/** The product's processes, its MongoDB and its Redis, each of which dies and comes back as under a supervisor. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { prepareApp } from '../../sandbox/app.ts';
import { appEnvironment } from '../../sandbox/app-environment.ts';
import type { SandboxConfig } from '../../sandbox/config.ts';
import { createSandboxEvents } from '../../sandbox/events.ts';
import { findFreePorts } from '../../sandbox/free-port.ts';
import { type MongoServer, prepareMongo } from '../../sandbox/mongo-process.ts';
import { prepareRedis, type RedisServer } from '../../sandbox/redis.ts';
import type { Supervised } from '../../sandbox/supervisor.ts';
import { bundledProgram } from '../../scripts/bundle.ts';
import { until } from '../support/until.ts';
import { type Death, FATE_FILE, writeFate } from './fate.ts';

/** Only one may ask a messenger for updates; the other does the jobs. Both serve pages. */
const ROLES = { bot: 'bot,web', jobs: 'jobs,web' } as const;

export type App = keyof typeof ROLES;
export const APPS = Object.keys(ROLES) as App[];
export type Server = 'redis' | 'mongo';

export interface Machines {
  mongoUri: string;
  /** The process dies at one of its next database commands, and comes back by itself. */
  condemn(app: App, death: Death): void;
  /** Ends one as a power cut would; it comes back by itself. */
  kill(server: Server): void;
  /** Everything that Redis holds is gone. */
  wipeRedis(): Promise<void>;
  /** All processes of the product learn what time it is now. */
  tellTime(): Promise<void>;
  /** They are killed at once. They come back, and all serve again, at the time that it is now. */
  killAll(): Promise<void>;
  untilUp(): Promise<void>;
  stop(): Promise<void>;
}

export interface Places {
  /** Of the world outside. */
  port: number;
  mongoPort: number;
  redisPort: number;
  appPorts: Record<App, number>;
}

export async function findPlaces(): Promise<Places> {
  const [port = 0, mongoPort = 0, redisPort = 0, bot = 0, jobs = 0] = await findFreePorts(5);
  return { port, mongoPort, redisPort, appPorts: { bot, jobs } };
}

export interface MachinesDeps {
  config: SandboxConfig;
  places: Places;
  /** Where the product finds everything outside. */
  outsideUrl: string;
  catalogueFile: string;
  /** How far the simulation's time is ahead of the machine's. */
  aheadMs: () => number;
}

const UP_MS = 90_000;
const PRODUCT = fileURLToPath(new URL('./product.ts', import.meta.url));
const clock = { now: Date.now };

export async function startMachines(deps: MachinesDeps): Promise<Machines> {
  const { places, config, aheadMs } = deps;
  const { dataDir } = config;
  const logFile = (name: string) => join(dataDir, 'logs', `${name}.log`);
  const mongo = await prepareMongo({ dataDir, port: places.mongoPort, logFile: logFile('mongo'), clock });
  const redis = await prepareRedis({ dataDir, port: places.redisPort, logFile: logFile('redis'), clock });
  const stands = { mongo, redis, program: await bundledProgram(PRODUCT) };
  const apps = { bot: appOf('bot', deps, stands), jobs: appOf('jobs', deps, stands) };
  const wiper = new Redis(redis.url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  wiper.on('error', () => {});
  const all = [...Object.values(apps), redis.process, mongo.process];
  const letLive = (app: App) => writeFate(fateFile(config, app), { aheadMs: aheadMs() });

  async function untilUp(): Promise<void> {
    const isUp = async () => all.every((one) => one.status().state === 'ready');
    await until('all processes serve', isUp, UP_MS, 20);
  }

  async function stop(): Promise<void> {
    wiper.disconnect();
    await Promise.all(Object.values(apps).map((app) => app.stop()));
    await Promise.all([redis.process.stop(), mongo.process.stop()]);
  }

  APPS.map(letLive);
  try {
    await Promise.all([mongo.process.start(), redis.process.start()]);
    await Promise.all(Object.values(apps).map((app) => app.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    mongoUri: mongo.uri,
    condemn(app, death) {
      writeFate(fateFile(config, app), { aheadMs: aheadMs(), death });
      apps[app].signal('SIGUSR2');
    },
    kill: (server) => void { redis, mongo }[server].process.signal('SIGKILL'),
    async wipeRedis() {
      // One that is just dead has nothing to lose.
      await wiper.flushall().catch(() => 'away');
    },
    async tellTime() {
      await untilUp();
      for (const app of APPS) {
        letLive(app);
        apps[app].signal('SIGUSR2');
      }
    },
    async killAll() {
      await untilUp();
      APPS.map(letLive);
      for (const app of Object.values(apps)) app.signal('SIGKILL');
      // Whoever was killed is not ready any more once its end was seen.
      await until(
        'all have died',
        async () => Object.values(apps).every((app) => app.status().state !== 'ready'),
        UP_MS,
        5,
      );
      await untilUp();
    },
    untilUp,
    stop,
  };
}

const fateFile = ({ dataDir }: SandboxConfig, app: App) => join(dataDir, `fate-of-${app}.json`);

function appOf(
  app: App,
  { config, places, outsideUrl, catalogueFile }: MachinesDeps,
  { mongo, redis, program }: { mongo: MongoServer; redis: RedisServer; program: string },
): Supervised {
  const environment = appEnvironment(config, {
    mongodbUri: `${mongo.uri}&monitorCommands=true`,
    redisUrl: redis.url,
    appPort: places.appPorts[app],
    ...{ localUrl: outsideUrl, publicUrl: outsideUrl, catalogueFile },
  });
  return prepareApp({
    program,
    port: places.appPorts[app],
    environment: { ...environment, ROLES: ROLES[app], [FATE_FILE]: fateFile(config, app) },
    logFile: join(config.dataDir, 'logs', `${app}.log`),
    events: createSandboxEvents(),
    clock,
    onTrouble: () => {},
  });
}
