/** Starts the roles it is asked for, in one process, and stops them without leaving anything half done. */
import mongoose from 'mongoose';
import type { Logger } from 'pino';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { createLog } from './log.ts';
import { createModels } from './models/models.ts';
import { createAuditTrail } from './services/audit-trail/service.ts';
import { systemClock } from './services/clock.ts';
import { importCatalogue } from './services/courses/import.ts';
import { importGrants } from './services/grants/import.ts';
import { createGrants } from './services/grants/service.ts';
import { createSeal } from './services/people/seal.ts';
import { createPeople } from './services/people/service.ts';
import { prepareDatabase } from './services/prepare-database.ts';
import { createInTransaction } from './services/transaction.ts';
import { startRoles } from './start-roles.ts';

/** Work in hand gets this long to end after a signal; then the process ends all the same. */
const STOP_WITHIN_MS = 8_000;

async function main(config: Config, log: Logger): Promise<void> {
  const stopped = await start(config, log);
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    stopped().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Started by another process over a channel: its end is ours.
  process.on('disconnect', () => stop('the parent process ended'));
  log.info({ roles: [...config.roles] }, 'started');
}

async function start(config: Config, log: Logger): Promise<() => Promise<void>> {
  // The unique indexes are the last wall of money and seats: nothing is served before they stand.
  await mongoose.connect(config.mongodbUri, { autoIndex: false });
  const models = createModels(mongoose.connection);
  const seal = createSeal(config.personalData);
  await prepareDatabase(mongoose.connection, seal);
  if (config.catalogueFile) {
    const inTransaction = createInTransaction(mongoose.connection);
    const taken = await importCatalogue(models, config.catalogueFile);
    const people = createPeople({ models, clock: systemClock, seal });
    const auditTrail = createAuditTrail({ models, clock: systemClock });
    const grants = createGrants({ models, people, auditTrail, clock: systemClock, inTransaction });
    const fresh = await importGrants({ models, people, grants }, config.catalogueFile);
    log.info({ ...taken, grants: fresh }, 'catalogue taken in');
  }
  const roles = await startRoles({ config, models, connection: mongoose.connection, log });
  return async () => {
    await roles.close();
    await mongoose.disconnect();
  };
}

/** After a fault that nobody caught nothing is certain any more: end, and be started anew. */
function endOn(fault: string, log: Logger): (error: unknown) => void {
  return (error) => {
    log.fatal({ err: error }, fault);
    process.exit(1);
  };
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    // Without the settings there is no log; an operator reads this line.
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  }
}

const config = readConfig();
const log = createLog(config.logLevel);
process.on('uncaughtException', endOn('an exception was not caught', log));
process.on('unhandledRejection', endOn('a rejection was not handled', log));
main(config, log).catch(endOn('starting failed', log));
