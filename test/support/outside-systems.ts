/** The outside systems, listening on a port of their own, with a few people in the world. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { createKarpoosheControl } from '../../sandbox/control/karpooshe.ts';
import { createPaymentsControl } from '../../sandbox/control/payments.ts';
import { createSmsControl } from '../../sandbox/control/sms.ts';
import type { SandboxDeps } from '../../sandbox/deps.ts';
import { createSandboxEvents } from '../../sandbox/events.ts';
import { createPopulation, type SandboxPerson } from '../../sandbox/population.ts';
import { createCivilRegistrySystem } from '../../sandbox/providers/civil-registry.ts';
import { createKarpoosheSystem, type KarpoosheSystem } from '../../sandbox/providers/karpooshe.ts';
import { createNationalWindow, type NationalWindowSystem } from '../../sandbox/providers/national-window.ts';
import { createPaymentSystem, type PaymentSystem } from '../../sandbox/providers/payment.ts';
import { createShahkarSystem } from '../../sandbox/providers/shahkar.ts';
import { createSmsSystem, type SmsSystem } from '../../sandbox/providers/sms.ts';
import { openStore } from '../../sandbox/store.ts';
import { createSystems } from '../../sandbox/systems.ts';

/** A phone of her own. */
export const MARYAM: SandboxPerson = {
  nationalCode: '0076229645',
  firstName: 'مریم',
  lastName: 'شایسته‌نیا',
  fatherName: 'کیوان',
  birthDate: '1377/09/03',
  gender: 'woman',
  alive: true,
  mobile: '09120000001',
  role: 'trainee',
  note: '',
  accounts: {},
};

/** His SIM is in his mother's name. */
export const REZA: SandboxPerson = {
  ...MARYAM,
  nationalCode: '0012345679',
  firstName: 'رضا',
  gender: 'man',
  mobile: '09120000002',
  mobileRegisteredTo: '0012345830',
};

export const DECEASED: SandboxPerson = {
  nationalCode: '0684159414',
  firstName: 'یدالله',
  lastName: 'کهن‌پور',
  fatherName: 'قدرت',
  birthDate: '1310/01/01',
  alive: false,
  role: 'trainee',
  note: '',
  accounts: {},
};

/** Well formed, and nobody's. */
export const NOBODY = '1234567891';

export interface OutsideSystems extends Pick<SandboxDeps, 'systems' | 'events' | 'population'> {
  /** Without a slash at the end. */
  url: string;
  app: FastifyInstance;
  sms: SmsSystem;
  payment: PaymentSystem;
  karpooshe: KarpoosheSystem;
  nationalWindow: NationalWindowSystem;
  /** Moves the world's clock. */
  advance(ms: number): void;
  close(): Promise<void>;
}

/** `addRoutes` may put a merchant beside the systems; `random` decides which requests a flaky system fails. */
export async function startOutsideSystems(
  addRoutes: (app: FastifyInstance) => void = () => {},
  random: () => number = Math.random,
): Promise<OutsideSystems> {
  const folder = await mkdtemp(join(tmpdir(), 'karamooz-outside-'));
  const store = openStore(join(folder, 'store.jsonl'));
  const events = createSandboxEvents();
  let advancedMs = 0;
  const now = () => Date.now() + advancedMs;
  const systems = createSystems({ store, events, now, random });
  const population = createPopulation({ store, events, firstPeople: [MARYAM, REZA, DECEASED] });
  const deps: SandboxDeps = { store, events, systems, population, now, publicUrl: 'http://127.0.0.1' };

  const sms = createSmsSystem(deps);
  const payment = createPaymentSystem(deps);
  const karpooshe = createKarpoosheSystem(deps);
  const app = Fastify();
  await app.register(sms.routes, { prefix: '/systems/sms' });
  await app.register(payment.routes, { prefix: '/systems/payment' });
  await app.register(payment.zibalRoutes, { prefix: '/systems/zibal' });
  await app.register(karpooshe.routes, { prefix: '/systems/karpooshe' });
  await app.register(createShahkarSystem(deps).routes, { prefix: '/systems/shahkar' });
  await app.register(createCivilRegistrySystem(deps).routes, { prefix: '/systems/civil-registry' });
  const nationalWindow = createNationalWindow(deps);
  await app.register(nationalWindow.routes, { prefix: '/systems/national-window' });
  await app.register(createSmsControl(sms), { prefix: '/sandbox/sms' });
  await app.register(createKarpoosheControl(karpooshe), { prefix: '/sandbox/karpooshe' });
  await app.register(createPaymentsControl(payment), { prefix: '/sandbox/payments' });
  addRoutes(app);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  deps.publicUrl = url;

  return {
    url,
    app,
    systems,
    events,
    population,
    sms,
    payment,
    karpooshe,
    nationalWindow,
    advance: (ms) => {
      advancedMs += ms;
    },
    async close() {
      await app.close();
      store.close();
      await rm(folder, { recursive: true });
    },
  };
}
