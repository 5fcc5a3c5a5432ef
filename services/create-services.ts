/** The business, put together from the settings. */
import type { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Models } from '../models/models.ts';
import { createAccounts } from './accounts/service.ts';
import { createAdmission } from './admission/service.ts';
import { createAnnouncements } from './announcements/service.ts';
import { auditNightly } from './audit/nightly.ts';
import { createAudit } from './audit/service.ts';
import { createAuditTrail } from './audit-trail/service.ts';
import { type Breakers, createBreakers } from './breakers/service.ts';
import { createSharedConditions } from './breakers/shared-conditions.ts';
import type { System } from './breakers/systems.ts';
import { createCases } from './cases/service.ts';
import type { Clock, Ids } from './clock.ts';
import { createCorrections } from './corrections/service.ts';
import { createCourses } from './courses/service.ts';
import { createDataDeletion } from './data-deletion/service.ts';
import { createDrafts } from './drafts/service.ts';
import { createEnrolments } from './enrolments/service.ts';
import { createGatewayStatements } from './gateway-statements/service.ts';
import { createGrants } from './grants/service.ts';
import { createIdentity } from './identity/service.ts';
import { createMobileCodes } from './mobile-codes/service.ts';
import { createNotifications, SEND_CALL_TIMEOUT_MS, type WakeDeliveries } from './notifications/service.ts';
import { createPaybacks } from './paybacks/service.ts';
import { createSeal } from './people/seal.ts';
import { createPeople } from './people/service.ts';
import {
  guardCivilRegistry,
  guardGateway,
  guardKarpooshe,
  guardMobileOwnership,
  guardNationalWindow,
  guardSms,
} from './providers/guarded.ts';
import type { Unavailable } from './providers/identity/answers.ts';
import { createCivilRegistry } from './providers/identity/civil-registry.ts';
import { createNationalWindow, type NationalWindow } from './providers/identity/national-window.ts';
import { atLivePace, createPace } from './providers/identity/pace.ts';
import { createShahkar, type MobileOwnership } from './providers/identity/shahkar.ts';
import { createKarpooshe } from './providers/karpooshe/karpooshe.ts';
import { createBaleWallet } from './providers/payment/bale-wallet.ts';
import type { PaymentGateway } from './providers/payment/payment-gateway.ts';
import { createZarinpal } from './providers/payment/zarinpal.ts';
import { createZibal } from './providers/payment/zibal.ts';
import { createKavenegar } from './providers/sms/kavenegar.ts';
import { createRetention } from './retention/service.ts';
import { createSeats } from './seats/service.ts';
import { createStaff } from './staff/service.ts';
import { createSystems } from './systems/service.ts';
import { createTopUps } from './top-ups/service.ts';
import { createInTransaction } from './transaction.ts';
import { createTurns } from './turns.ts';
import { createVerifications } from './verification/service.ts';
import { createBooks } from './wallet/books.ts';
import { createLedger } from './wallet/ledger.ts';
import { createStatements } from './wallet/statement.ts';
import { createStatementFiles } from './wallet/statement-files.ts';
import { createWindowLogins } from './window-logins/service.ts';

export type Services = ReturnType<typeof createServices>;

export interface ServicesDeps {
  config: Config;
  models: Models;
  connection: Connection;
  /** Shares between processes what each of them finds out about outside systems; null: each finds out for itself. */
  redis: Redis | null;
  log: Logger;
  clock: Clock;
  ids: Ids;
  wakeDeliveries: WakeDeliveries;
  paymentReturnUrl: string;
  /** Where the links to our page before a gateway's begin. */
  paymentEntranceRoot: string;
  /** Where the national window sends people back, and where the links that lead to it begin. */
  windowReturnUrl: string;
  windowLinkRoot: string;
  /** Where the links on receipts begin. */
  verificationRoot: string;
}

/** A person waits for these in the chat; what takes longer is treated as an outage. */
const IDENTITY_TIMEOUT_MS = 4_000;
const PAYMENT_TIMEOUT_MS = 8_000;
/** A link is waited for in the chat, and another gateway may give one. */
const PAYMENT_OPENS_WITHIN_MS = 4_000;
/** Names that the backfill asks for at the same time, however many the registry allows in a second. */
const MOST_IN_FLIGHT = 50;

export function createServices(deps: ServicesDeps) {
  const { config, models, connection, log, clock, ids } = deps;
  const breakers = createBreakers({
    ...{ models, clock, ids, log },
    systems: systemsOf(config),
    conditions: createSharedConditions(deps.redis, log),
  });
  const { sms, karpooshe, gateways, mobileOwnership, nationalWindow, ...registry } = createProviders(deps, {
    ...deps,
    breakers,
  });
  const inTransaction = createInTransaction(connection);
  const ledger = createLedger();
  const seal = createSeal(config.personalData);
  const people = createPeople({ models, clock, seal });
  const accounts = createAccounts({ models, clock, people });
  const seats = createSeats({ models, inTransaction, clock });
  const notifications = createNotifications({ models, clock, ids, wakeDeliveries: deps.wakeDeliveries, log });
  const drafts = createDrafts({ models, clock, seal, inTransaction, notifications });
  const courses = createCourses({ models, clock });
  const audit = createAudit({ models, books: createBooks(connection), inTransaction, clock });
  const staff = createStaff({ models, people, administrators: config.administrators });
  const auditTrail = createAuditTrail({ models, clock });
  const cases = createCases({ models, clock, staff, auditTrail, notifications, inTransaction });
  const identity = createIdentity({
    ...{ models, people, clock, notifications, inTransaction, accounts, cases },
    ...{ mobileOwnership, ...registry },
  });
  const topUps = createTopUps({
    models,
    people,
    ledger,
    notifications,
    gateways,
    cases,
    inTransaction,
    clock,
    ids,
    log,
    limits: config.topUpLimits,
    returnUrl: deps.paymentReturnUrl,
    entranceRoot: deps.paymentEntranceRoot,
    invoiceToken: config.baleWallet?.providerToken ?? null,
  });
  return {
    breakers,
    sms,
    karpooshe,
    people,
    ledger,
    statements: createStatements({ connection, inTransaction }),
    retention: createRetention({ models, clock }),
    verifications: createVerifications({ models, linkRoot: deps.verificationRoot }),
    statementFiles: createStatementFiles({ models, clock }),
    drafts,
    seats,
    grants: createGrants({ models, people, auditTrail, clock, inTransaction }),
    notifications,
    accounts,
    courses,
    admission: createAdmission({ models, clock }),
    announcements: createAnnouncements({ models, clock, courses, staff }),
    auditNightly: () => auditNightly({ audit, notifications, inTransaction, clock, staff, log }),
    staff,
    auditTrail,
    cases,
    corrections: createCorrections({
      ...{ models, people, accounts, drafts, ledger, clock, staff, cases, auditTrail },
      ...{ notifications, inTransaction },
      ...{ mobileOwnership, civilRegistry: registry.civilRegistry },
    }),
    systems: createSystems({ models, clock, staff, auditTrail, breakers, inTransaction }),
    dataDeletion: createDataDeletion({
      ...{ models, people, accounts, drafts, ledger, cases, staff, auditTrail },
      ...{ notifications, inTransaction, clock },
    }),
    identity,
    mobileCodes: createMobileCodes({ models, clock, ids, seal, sms }),
    windowLogins: createWindowLogins({
      models,
      people,
      clock,
      ids,
      log,
      window: nationalWindow,
      linkRoot: deps.windowLinkRoot,
      learn: identity.learnFromWindow,
      stance: () => windowStance(nationalWindow, breakers),
    }),
    enrolments: createEnrolments({
      models,
      drafts,
      ledger,
      notifications,
      seats,
      inTransaction,
      inTurn: createTurns(),
      clock,
      ids,
    }),
    topUps,
    paybacks: createPaybacks({
      ...{ models, ledger, staff, cases, auditTrail, notifications, inTransaction, clock, ids },
    }),
    gatewayStatements: createGatewayStatements({ models, staff, auditTrail, cases, topUps }),
  };
}

const paymentSystem = (gateway: string): System => `payment-${gateway}`;

/** The outside systems that the settings name. */
function systemsOf({
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
function createProviders({ config, windowReturnUrl }: ServicesDeps, asking: Asking) {
  const { breakers } = asking;
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
    mobileOwnership: createMobileOwnership(config, asking),
    ...createRegistries(config, asking),
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

type Asking = Pick<ServicesDeps, 'redis' | 'ids' | 'log' | 'clock'> & { breakers: Breakers };

const NOT_CONFIGURED: Unavailable = { type: 'unavailable', fault: 'ours', reason: 'not configured' };

function createMobileOwnership({ shahkar }: Config, { breakers, ids, log, clock }: Asking): MobileOwnership {
  if (!shahkar) return { match: async () => NOT_CONFIGURED };
  const now = () => clock().getTime();
  const account = { ...shahkar, token: shahkar.secret, timeoutMs: IDENTITY_TIMEOUT_MS };
  return guardMobileOwnership(createShahkar({ ...account, ids, log, now }), breakers);
}

/** The registry as those who wait in a chat ask it, and as the backlog does. */
function createRegistries({ civilRegistry }: Config, { redis, breakers, ids, log }: Asking) {
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

/** Whoever is offered to log in while the window may be probed finds out whether it is back. */
async function windowStance(window: NationalWindow | null, breakers: Breakers) {
  if (!window) return 'absent';
  const stance = await breakers.stance('national-window');
  return stance === 'calls' || stance === 'probes' ? 'offered' : 'down';
}
