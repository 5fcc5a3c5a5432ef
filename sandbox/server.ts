/** The one HTTP server of the outside world: every part of the sandbox under its own address. */
import Fastify, { type FastifyInstance } from 'fastify';
import { createChatPage } from './chat-page/routes.ts';
import { createAppControl } from './control/app.ts';
import { createKarpoosheControl } from './control/karpooshe.ts';
import { createPaymentsControl } from './control/payments.ts';
import { createPeopleControl } from './control/people.ts';
import { createAppProxy } from './control/proxy.ts';
import { createSmsControl } from './control/sms.ts';
import { createSystemsControl } from './control/systems.ts';
import type { SandboxDeps } from './deps.ts';
import { createCivilRegistrySystem } from './providers/civil-registry.ts';
import { createKarpoosheSystem } from './providers/karpooshe.ts';
import { createPaymentSystem } from './providers/payment.ts';
import { createShahkarSystem } from './providers/shahkar.ts';
import { createSmsSystem } from './providers/sms.ts';
import type { Supervised } from './supervisor.ts';

export interface ServerOptions {
  deps: SandboxDeps;
  /** The bot's process, if this sandbox runs one. */
  app?: Supervised;
  /** Root address of the app's web role. */
  appUrl: string;
}

/** Pictures and files come to the control API as base64. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;
/** Tokens and file paths are parts of addresses. */
const LONGEST_PARAMETER = 512;

export async function createServer({ deps, app, appUrl }: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: LARGEST_BODY_BYTES,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Live updates and long polls would otherwise keep the server open for ever.
    forceCloseConnections: true,
  });

  const sms = createSmsSystem(deps);
  const karpooshe = createKarpoosheSystem(deps);
  const payment = createPaymentSystem(deps);
  await server.register(sms.routes, { prefix: '/systems/sms' });
  await server.register(karpooshe.routes, { prefix: '/systems/karpooshe' });
  await server.register(payment.routes, { prefix: '/systems/payment' });
  await server.register(createShahkarSystem(deps).routes, { prefix: '/systems/shahkar' });
  await server.register(createCivilRegistrySystem(deps).routes, { prefix: '/systems/civil-registry' });

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
