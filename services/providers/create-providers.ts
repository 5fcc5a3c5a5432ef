/** The outside systems, each with the adapter that the settings name and its breaker before it. */
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Breakers } from '../breakers/service.ts';
import type { System } from '../breakers/systems.ts';
import type { Clock, Ids } from '../clock.ts';
import { SEND_CALL_TIMEOUT_MS } from '../notifications/service.ts';
import {
  guardCivilRegistry,
  guardGateway,
  guardKarpooshe,
  guardMobileOwnership,
  guardNationalWindow,
  guardSms,
} from './guarded.ts';
import type { Unavailable } from './identity/answers.ts';
import { createCivilRegistry } from './identity/civil-registry.ts';
import { createNationalWindow } from './identity/national-window.ts';
import { atLivePace, createPace } from './identity/pace.ts';
import { createShahkar, type MobileOwnership } from './identity/shahkar.ts';
import { createKarpooshe } from './karpooshe/karpooshe.ts';
import { createBaleWallet } from './payment/bale-wallet.ts';
import type { PaymentGateway } from './payment/payment-gateway.ts';
import { createZarinpal } from './payment/zarinpal.ts';
import { createZibal } from './payment/zibal.ts';
import { createKavenegar } from './sms/kavenegar.ts';

export interface ProvidersDeps {
  config: Config;
  breakers: Breakers;
  /** Shares the registry's pace between processes; null: each keeps it for itself. */
  redis: Redis | null;
  log: Logger;
  clock: Clock;
  ids: Ids;
  /** Where the national window sends people back. */
  windowReturnUrl: string;
}

/** A person waits for these in the chat; what takes longer is treated as an outage. */
const IDENTITY_TIMEOUT_MS = 4_000;
const PAYMENT_TIMEOUT_MS = 8_000;
/** A link is waited for in the chat, and another gateway may give one. */
const PAYMENT_OPENS_WITHIN_MS = 4_000;
/** Names that the backfill asks for at the same time, however many the registry allows in a second. */
const MOST_IN_FLIGHT = 50;

const paymentSystem = (gateway: string): System => `payment-${gateway}`;

/** The outside systems that the settings name. */
export function systemsOf({
  civilRegistry,
  shahkar,
  sms,
  karpooshe,
  gateways,
  baleWallet,
  nationalWindow,
}: Config): System[] {
  const all: [System, unknown][] = [
    ['civil-registry', civilRegistry],
    ['shahkar', shahkar],
    ['sms', sms],
    ['karpooshe', karpooshe],
    ['national-window', nationalWindow],
    ...gateways.map((gateway): [System, unknown] => [paymentSystem(gateway.name), gateway]),
    [paymentSystem('bale'), baleWallet],
  ];
  return all.filter(([, settings]) => settings !== null).map(([system]) => system);
}

/** What no setting names is not there: notices say so in their record, questions that need it say "not now". */
export function createProviders(deps: ProvidersDeps) {
  const { config, windowReturnUrl, breakers } = deps;
  const { sms, karpooshe } = config;
  return {
    sms:
      sms &&
      guardSms(createKavenegar({ ...sms, apiKey: sms.secret, timeoutMs: SEND_CALL_TIMEOUT_MS }), breakers),
    karpooshe:
      karpooshe &&
      guardKarpooshe(
        createKarpooshe({ ...karpooshe, token: karpooshe.secret, timeoutMs: SEND_CALL_TIMEOUT_MS }),
        breakers,
      ),
    gateways: createGateways(config, breakers),
    mobileOwnership: createMobileOwnership(deps),
    ...createRegistries(deps),
    nationalWindow: createWindow(config, windowReturnUrl, breakers),
  };
}

const ADAPTERS = { zarinpal: createZarinpal, zibal: createZibal };

function createGateways({ gateways, baleWallet }: Config, breakers: Breakers): PaymentGateway[] {
  const wallet = baleWallet && { ...baleWallet, botToken: baleWallet.secret };
  const inChat = wallet ? [createBaleWallet({ ...wallet, timeoutMs: PAYMENT_OPENS_WITHIN_MS })] : [];
  const overWeb = gateways.map(({ name, apiRoot, secret: merchantId, opens }) => {
    const timeouts = { timeoutMs: PAYMENT_TIMEOUT_MS, createTimeoutMs: PAYMENT_OPENS_WITHIN_MS };
    const adapter = ADAPTERS[name]({ apiRoot, merchantId, ...timeouts });
    const gateway = guardGateway(adapter, paymentSystem(name), breakers);
    return opens ? gateway : { ...gateway, opens };
  });
  return [...overWeb, ...inChat.map((gateway) => guardGateway(gateway, paymentSystem('bale'), breakers))];
}

const NOT_CONFIGURED: Unavailable = { type: 'unavailable', fault: 'ours', reason: 'not configured' };

function createMobileOwnership({ config, breakers, ids, log, clock }: ProvidersDeps): MobileOwnership {
  const { shahkar } = config;
  if (!shahkar) return { match: async () => NOT_CONFIGURED };
  const now = () => clock().getTime();
  const account = { ...shahkar, token: shahkar.secret, timeoutMs: IDENTITY_TIMEOUT_MS };
  return guardMobileOwnership(createShahkar({ ...account, ids, log, now }), breakers);
}

/** The registry as those who wait in a chat ask it, and as the backlog does. */
function createRegistries({ config, redis, breakers, ids, log }: ProvidersDeps) {
  const { civilRegistry } = config;
  const perSecond = civilRegistry?.perSecond ?? 1;
  const pace = createPace({ redis, perSecond, log });
  const adapter = civilRegistry
    ? createCivilRegistry({
        ...civilRegistry,
        ...{ token: civilRegistry.secret, timeoutMs: IDENTITY_TIMEOUT_MS, ids, log },
      })
    : { lookup: async () => NOT_CONFIGURED };
  return {
    civilRegistry: guardCivilRegistry(atLivePace(adapter, pace), breakers),
    backlog: {
      civilRegistry: guardCivilRegistry(adapter, breakers),
      ...{ pace, breakers, random: Math.random },
      inFlight: Math.min(Math.ceil(perSecond), MOST_IN_FLIGHT),
    },
  };
}

function createWindow({ nationalWindow }: Config, returnUrl: string, breakers: Breakers) {
  const options = nationalWindow && { ...nationalWindow, returnUrl, timeoutMs: IDENTITY_TIMEOUT_MS };
  return options && guardNationalWindow(createNationalWindow(options), breakers);
}
