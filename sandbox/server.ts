/** The one HTTP server of the outside world: every part of the sandbox under its own address. */
import Fastify, { type FastifyInstance } from 'fastify';
import { createBotApi } from './bot-api/create-bot-api.ts';
import type { BotIdentity } from './bot-api/messenger.ts';
import { createChatPage } from './chat-page/routes.ts';
import { answerErrors } from './control/answer-errors.ts';
import { createAppControl } from './control/app.ts';
import { createChatsControl } from './control/chats.ts';
import { createKarpoosheControl } from './control/karpooshe.ts';
import { createPaymentsControl } from './control/payments.ts';
import { createPeopleControl } from './control/people.ts';
import { createAppProxy } from './control/proxy.ts';
import { createRoomsControl } from './control/rooms.ts';
import { createSmsControl } from './control/sms.ts';
import { createSystemsControl } from './control/systems.ts';
import type { SandboxDeps } from './deps.ts';
import type { Platform } from './events.ts';
import { createCivilRegistrySystem } from './providers/civil-registry.ts';
import { createKarpoosheSystem } from './providers/karpooshe.ts';
import { createNationalWindow } from './providers/national-window.ts';
import { createPaymentSystem } from './providers/payment.ts';
import { createShahkarSystem } from './providers/shahkar.ts';
import { createSmsSystem } from './providers/sms.ts';
import { StartProblem } from './start-problem.ts';
import type { Supervised } from './supervisor.ts';

export interface ServerOptions {
  deps: SandboxDeps;
  /** The bots that the sandbox's messengers know. */
  bots: Partial<Record<Platform, BotIdentity>>;
  /** Folder for pictures and files that were sent in chats. */
  filesDir: string;
  /** What breaks inside the server is written there. */
  logFile: string;
  /** Where it listens. */
  host: string;
  port: number;
  /** The bot's process, if this sandbox runs one. */
  app: Supervised | undefined;
  /** Root address of the app's web role. */
  appUrl: string;
}

/** Pictures and files come to the control API as base64. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
/** Tokens and file paths are parts of addresses. */
const LONGEST_PARAMETER = 512;

/** Nothing is opened before `start`; `start` rejects with a StartProblem when the address cannot be had. */
export function prepareServer(options: ServerOptions): { start(): Promise<void>; stop(): Promise<void> } {
  let server: FastifyInstance | undefined;
  return {
    async start() {
      server = await createServer(options);
      await listen(server, options.host, options.port);
    },
    async stop() {
      await server?.close();
    },
  };
}

async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { deps, bots, filesDir, logFile, app, appUrl } = options;
  const server = Fastify({
    bodyLimit: LARGEST_BODY_BYTES,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Live updates and long polls would otherwise keep the server open for ever.
    forceCloseConnections: true,
    logger: { level: 'warn', file: logFile },
  });
  answerErrors(server);

  const botApi = createBotApi({ ...deps, bots, filesDir });
  const sms = createSmsSystem(deps);
  const karpooshe = createKarpoosheSystem(deps);
  const payment = createPaymentSystem(deps);
  await server.register(botApi.routes, { prefix: '/bot-api' });
  await server.register(sms.routes, { prefix: '/systems/sms' });
  await server.register(karpooshe.routes, { prefix: '/systems/karpooshe' });
  await server.register(payment.routes, { prefix: '/systems/payment' });
  await server.register(payment.zibalRoutes, { prefix: '/systems/zibal' });
  await server.register(createShahkarSystem(deps).routes, { prefix: '/systems/shahkar' });
  await server.register(createCivilRegistrySystem(deps).routes, { prefix: '/systems/civil-registry' });
  await server.register(createNationalWindow(deps).routes, { prefix: '/systems/national-window' });

  await server.register(createChatsControl({ botApi }), { prefix: '/sandbox/chats' });
  await server.register(createRoomsControl(botApi), { prefix: '/sandbox/rooms' });
  await server.register(createSmsControl(sms), { prefix: '/sandbox/sms' });
  await server.register(createKarpoosheControl(karpooshe), { prefix: '/sandbox/karpooshe' });
  await server.register(createPaymentsControl(payment), { prefix: '/sandbox/payments' });
  await server.register(createPeopleControl(deps.population), { prefix: '/sandbox/people' });
  await server.register(createSystemsControl(deps.systems), { prefix: '/sandbox/systems' });
  await server.register(createAppControl(app), { prefix: '/sandbox/app' });

  await server.register(createChatPage(deps));
  await server.register(createAppProxy(appUrl));
  return server;
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
