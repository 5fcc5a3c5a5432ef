/** Starts the roles it is asked for, in one process, and stops them without leaving anything half done. */
import mongoose from 'mongoose';
import { type Logger, pino } from 'pino';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { createModels } from './models/models.ts';
import { importCatalogue } from './services/courses/import.ts';
import { prepareDatabase } from './services/prepare-database.ts';
import { startRoles } from './start-roles.ts';

/** Work in hand gets this long to end after a signal; then the process ends all the same. */
const STOP_WITHIN_MS = 8_000;

/** What must never be in a log, wherever in a record it stands. */
const REDACTED = ['*.token', '*.nationalCode', '*.mobile', 'err.payload', 'err.config'];

async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.logLevel, redact: REDACTED, base: null });
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
  await prepareDatabase(mongoose.connection);
  if (config.catalogueFile) {
    const taken = await importCatalogue(models, config.catalogueFile);
    log.info(taken, 'catalogue taken in');
  }
  const roles = await startRoles({ config, models, connection: mongoose.connection, log });
  return async () => {
    await roles.close();
    await mongoose.disconnect();
  };
}

main().catch((error) => {
  // Before the settings are read there is no log; an operator reads this line.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
