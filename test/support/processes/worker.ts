/** One worker process: the business on a connection, a memory and turns of its own. */
import mongoose, { Types } from 'mongoose';
import type { Account } from '../../../models/account.ts';
import { createModels } from '../../../models/models.ts';
import { randomIds } from '../../../services/clock.ts';
import { createDrafts } from '../../../services/drafts/service.ts';
import { createEnrolments } from '../../../services/enrolments/service.ts';
import { createNotifications } from '../../../services/notifications/service.ts';
import { createPeople } from '../../../services/people/service.ts';
import { createSeats } from '../../../services/seats/service.ts';
import { createInTransaction } from '../../../services/transaction.ts';
import { createTurns } from '../../../services/turns.ts';
import { createLedger } from '../../../services/wallet/ledger.ts';
import { testSeal } from '../personal-data.ts';
import { silentLog } from '../silent-log.ts';
import type { Deed, FromWorker, ToWorker } from './messages.ts';

const [, , mongoUri = ''] = process.argv;
let now = new Date();

await mongoose.connect(mongoUri, { autoIndex: false });
const models = createModels(mongoose.connection);
const inTransaction = createInTransaction(mongoose.connection);
const base = { models, inTransaction, clock: () => now, ids: randomIds, log: silentLog };
const notifications = createNotifications({ ...base, wakeDeliveries: async () => {} });
const people = createPeople({ ...base, seal: testSeal });
const enrolments = createEnrolments({
  ...{ ...base, notifications, ledger: createLedger(), inTurn: createTurns() },
  drafts: createDrafts({ ...base, notifications, seal: testSeal }),
  seats: createSeats(base),
});
process.on('message', (message: ToWorker) => void obey(message));
process.on('disconnect', () => process.exit());
say({ type: 'ready' });

async function obey({ id, nowMs, deed }: ToWorker): Promise<void> {
  now = new Date(nowMs);
  try {
    say({ type: 'done', id, outcome: (await carryOut(deed)).type });
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say({ type: 'fault', id, error: told });
  }
}

async function carryOut({ do: what, person, account, operationId }: Deed): Promise<{ type: string }> {
  const request = {
    person: await people.known(new Types.ObjectId(person)),
    account: await models.Account.findById(account).orFail().lean<Account>(),
    operationId,
  };
  return what === 'confirm' ? enrolments.enrol(request) : enrolments.join(request);
}

function say(message: FromWorker): void {
  process.send?.(message);
}
