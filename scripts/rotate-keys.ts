/**
 * `npm run rotate-keys [-- --new-hash-key]`: seals every national code and mobile in the database at MONGODB_URI with the
 * first of PERSONAL_DATA_KEYS. May run while people enrol, and be broken off and begun again. `--new-hash-key` makes the
 * hashes anew as well, with nothing else running. docs/operations.md, "Keys", says in which order.
 *
 * Prints how far it is; exit code 2 when it could not do it.
 */
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { ConfigError, loadPeopleSettings } from '../config.ts';
import { type ResealCounts, reseal } from '../services/people/reseal.ts';
import { createSeal } from '../services/people/seal.ts';

/** A database that is not there is told soon. */
const CONNECT_TIMEOUT_MS = 10_000;

async function rotate(): Promise<void> {
  const { values } = parseArgs({ options: { 'new-hash-key': { type: 'boolean', default: false } } });
  const { uri, personalData } = loadPeopleSettings();
  await mongoose.connect(uri, { autoIndex: false, serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS });
  const { people, drafts } = await reseal({
    connection: mongoose.connection,
    seal: createSeal(personalData),
    newHashKey: values['new-hash-key'],
    tell: (of, counts) => console.log(words(of, counts)),
  });
  console.log(`All are as the settings say. ${words('people', people)}; ${words('drafts', drafts)}`);
}

const words = (of: string, { looked, written }: ResealCounts) =>
  `${of}: ${looked} looked at, ${written} written`;

rotate()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    if (!(error instanceof ConfigError)) console.error('Nothing is lost: run it again once that is mended.');
    process.exitCode = 2;
  })
  .then(() => mongoose.disconnect())
  .catch((error: unknown) => {
    console.error(error);
    process.exit(2);
  });
