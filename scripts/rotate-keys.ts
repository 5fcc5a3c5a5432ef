/**
 * `npm run rotate-keys [-- --new-hash-key]`: seals every national code and mobile in the database at MONGODB_URI with the
 * first of PERSONAL_DATA_KEYS. May run while people enrol, and be broken off and begun again. `--new-hash-key` makes the
 * hashes anew as well, with nothing else running. docs/operations.md, "Keys", says in which order.
 *
 * Prints how far it is, and at the end which keys may go; exit code 2 when it could not do it.
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
  const [newest, ...older] = personalData.sealKeys;
  console.log(
    whatMayGo(
      newest?.id ?? '',
      older.map(({ id }) => id),
    ),
  );
}

/** A process that was not started anew since goes on sealing with the key it was given. */
function whatMayGo(newest: string, older: readonly string[]): string {
  if (older.length === 0) return `${newest} is the only key: nothing can be taken out.`;
  const those = older.join(', ');
  return [
    `Nothing is sealed with ${those} any more. If every process has been started anew with ${newest} in the first place,`,
    `take ${those} out of PERSONAL_DATA_KEYS and start them anew; if one has not, do so and run this once more first.`,
    `Keep ${those} for as long as you keep backups of before now.`,
  ].join('\n');
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
