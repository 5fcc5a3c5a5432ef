/** The business as one worker process has it: on its own connection, with its own memory and turns. */
import type { Connection } from 'mongoose';
import { createModels } from '../../models/models.ts';
import { createAuditTrail } from '../../services/audit-trail/service.ts';
import { createCases } from '../../services/cases/service.ts';
import { type Clock, randomIds } from '../../services/clock.ts';
import { createDrafts } from '../../services/drafts/service.ts';
import { createEnrolments } from '../../services/enrolments/service.ts';
import { createNotifications } from '../../services/notifications/service.ts';
import { createPeople } from '../../services/people/service.ts';
import type { PaymentGateway } from '../../services/providers/payment/payment-gateway.ts';
import { createSeats } from '../../services/seats/service.ts';
import { createStaff } from '../../services/staff/service.ts';
import { createTopUps } from '../../services/top-ups/service.ts';
import { createInTransaction } from '../../services/transaction.ts';
import { createTurns } from '../../services/turns.ts';
import { createLedger } from '../../services/wallet/ledger.ts';
import { testSeal } from '../support/personal-data.ts';
import { silentLog } from '../support/silent-log.ts';
import { TOP_UP_LIMITS } from '../support/world.ts';

export type WorkerServices = ReturnType<typeof createWorkerServices>;

export function createWorkerServices(connection: Connection, clock: Clock, gateway: PaymentGateway) {
  const models = createModels(connection);
  const inTransaction = createInTransaction(connection);
  const base = { models, inTransaction, clock, ids: randomIds, log: silentLog, ledger: createLedger() };
  const notifications = createNotifications({ ...base, wakeDeliveries: async () => {} });
  const drafts = createDrafts({ ...base, notifications, seal: testSeal });
  const seats = createSeats(base);
  const enrolments = createEnrolments({ ...base, drafts, seats, notifications, inTurn: createTurns() });
  const people = createPeople({ ...base, seal: testSeal });
  const staff = createStaff({ models, people, administrators: new Set() });
  const cases = createCases({ ...base, staff, auditTrail: createAuditTrail(base), notifications });
  const topUps = createTopUps({
    ...base,
    ...{ notifications, cases, gateways: [gateway], people, limits: TOP_UP_LIMITS },
    returnUrl: 'http://127.0.0.1/payments/return',
    entranceRoot: 'http://127.0.0.1/payments/go/',
    invoiceToken: null,
  });
  return { models, people, clock, drafts, seats, enrolments, topUps };
}
