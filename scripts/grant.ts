/**
 * `npm run grant -- --code NATIONAL_CODE --centre CODE --by NATIONAL_CODE --reason WORDS [--may-exempt] [--revoke]`: makes
 * a person a portal user of a centre, or takes that back, in the database at MONGODB_URI. The same again changes nothing.
 * Who decides it (`--by`, somebody whom the bot knows) and why stand in the audit trail.
 *
 * Prints what happened; exit code 1 when nothing could be done, 2 when it could not look.
 */
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import { ConfigError, loadPeopleSettings } from '../config.ts';
import { createModels } from '../models/models.ts';
import { createAuditTrail } from '../services/audit-trail/service.ts';
import { isReason } from '../services/cases/rules.ts';
import { systemClock } from '../services/clock.ts';
import { createGrants, type Grants } from '../services/grants/service.ts';
import { maskNationalCode, readNationalCode } from '../services/identity/rules.ts';
import { createSeal } from '../services/people/seal.ts';
import { createPeople } from '../services/people/service.ts';
import { createInTransaction } from '../services/transaction.ts';

const USAGE =
  'Usage: npm run grant -- --code NATIONAL_CODE --centre CODE --by NATIONAL_CODE --reason WORDS [--may-exempt] [--revoke]';
/** A database that is not there is told soon. */
const CONNECT_TIMEOUT_MS = 10_000;

const WORDS: Record<
  Awaited<ReturnType<Grants['grant']>>['type'] | Awaited<ReturnType<Grants['revoke']>>['type'],
  string
> = {
  granted: 'is now a portal user of',
  changed: 'was a portal user already; whether they may exempt has changed for',
  'had-it': 'was a portal user already, just like this, of',
  revoked: 'is no longer a portal user of',
  'had-none': 'is no portal user of',
  'unknown-centre': 'was given nothing: there is no centre',
};

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      code: { type: 'string' },
      centre: { type: 'string' },
      by: { type: 'string' },
      reason: { type: 'string' },
      'may-exempt': { type: 'boolean', default: false },
      revoke: { type: 'boolean', default: false },
    },
  });
  const { code = '', centre: centreCode, by: byCode = '', reason = '' } = values;
  if (code === '' || !centreCode || byCode === '') return refuse(USAGE);
  const [read, readBy] = [readNationalCode(code), readNationalCode(byCode)];
  if (read.type !== 'national-code' || readBy.type !== 'national-code')
    return refuse(`This is no valid national code. ${USAGE}`);
  if (!isReason(reason)) return refuse(`Say why, in words without personal numbers. ${USAGE}`);
  const { nationalCode } = read;
  const { uri, personalData } = loadPeopleSettings();
  await mongoose.connect(uri, {
    autoIndex: false,
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
  });
  const { connection } = mongoose;
  const models = createModels(connection);
  const people = createPeople({ models, clock: systemClock, seal: createSeal(personalData) });
  const by = await people.byCode(readBy.nationalCode);
  if (!by)
    return refuse(
      `Nobody is known by ${maskNationalCode(readBy.nationalCode)}: have them say /start to the bot.`,
    );
  const grants = createGrants({
    ...{ models, people, clock: systemClock },
    auditTrail: createAuditTrail({ models, clock: systemClock }),
    inTransaction: createInTransaction(connection),
  });
  const request = { nationalCode, centreCode, mayExempt: values['may-exempt'], by: by._id, reason };
  const { type } = values.revoke ? await grants.revoke(request) : await grants.grant(request);
  console.log(`${maskNationalCode(nationalCode)} ${WORDS[type]} ${centreCode}`);
  return type === 'unknown-centre' ? 1 : 0;
}

function refuse(why: string): number {
  console.error(why);
  return 1;
}

run()
  .catch((error: unknown) => {
    console.error(error instanceof ConfigError || isUsage(error) ? `${error.message}\n${USAGE}` : error);
    return 2;
  })
  .then(async (exitCode) => {
    process.exitCode = exitCode;
    await mongoose.disconnect();
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(2);
  });

/** Node's own words for an option that is not one. */
function isUsage(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
