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
import { createNotifications, type WakeDeliveries } from './notifications/service.ts';
import { createPaybacks } from './paybacks/service.ts';
import { createSeal } from './people/seal.ts';
import { createPeople } from './people/service.ts';
import { createProviders, systemsOf } from './providers/create-providers.ts';
import type { NationalWindow } from './providers/identity/national-window.ts';
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

export function createServices(deps: ServicesDeps) {
  const { config, models, connection, log, clock, ids } = deps;
  const breakers = createBreakers({
    ...{ models, clock, ids, log },
    systems: systemsOf(config),
    conditions: createSharedConditions(deps.redis, log),
  });
  const { sms, karpooshe, gateways, mobileOwnership, nationalWindow, ...registry } = createProviders({
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

/** Whoever is offered to log in while the window may be probed finds out whether it is back. */
async function windowStance(window: NationalWindow | null, breakers: Breakers) {
  if (!window) return 'absent';
  const stance = await breakers.stance('national-window');
  return stance === 'calls' || stance === 'probes' ? 'offered' : 'down';
}
