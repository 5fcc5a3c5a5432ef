/** Collections and indexes, ours and the ledger's: the unique ones are the last wall of money and seats. */
import { initModels } from 'medici';
import type { Collection, Connection } from 'mongoose';
import { randomIds } from './clock.ts';
import { keysFit } from './people/keys-fit.ts';
import { reseal } from './people/reseal.ts';
import type { Seal } from './people/seal.ts';

/**
 * Builds what is missing; nothing may be served before it is there. `connection` must be mongoose's own: the ledger's
 * library knows no other.
 *
 * The library leaves its indexes to mongoose's `autoIndex`, which is off here so that a start fails when one cannot be
 * built. Without the unique index on its locks two first debits of a wallet would not see each other.
 */
export async function prepareDatabase(connection: Connection, seal: Seal): Promise<void> {
  await initModels();
  await upgradeDrafts(connection.collection('drafts'));
  await upgradeTopUps(connection.collection('topups'));
  await sealPlainRecords(connection, seal);
  await keysFit(connection, seal);
  await connection.collection('medici_transactions').createIndex({ 'meta.key': 1 }, ONE_BOOKING_A_KEY);
  await Promise.all(Object.values(connection.models).map((model) => model.createIndexes()));
}

/**
 * Drafts of versions that knew no lock of registrations: each open one becomes the lock of its owner, who has one at
 * most. The index they had would let nobody keep registrations of two trainees.
 */
async function upgradeDrafts(drafts: Collection): Promise<void> {
  await dropIfThere(drafts, 'owner_1_form_1');
  // It knew fewer kinds.
  await dropIfThere(drafts, 'one_of_a_kind');
  await drafts.updateMany(
    { form: 'enrol', setAsideAt: { $exists: false }, registering: { $exists: false } },
    { $set: { registering: true } },
  );
}

/** Payments of versions that gave them no tracking code (what is said of one names it), and knew one wallet a person. */
async function upgradeTopUps(topUps: Collection): Promise<void> {
  const without = { trackingCode: { $exists: false } };
  for await (const { _id } of topUps.find(without, { projection: { _id: 1 } }))
    await topUps.updateOne({ _id, ...without }, { $set: { trackingCode: randomIds.trackingCode() } });
  // Then everybody charged the one wallet they had.
  const own = { startedBy: { $exists: false } };
  for await (const { _id, person } of topUps.find(own, { projection: { person: 1 } }))
    await topUps.updateOne({ _id, ...own }, { $set: { startedBy: person, wallet: 'trainee' } });
  // Then there was one gateway, and what is `sent` was called `waiting`.
  const nameless = { sessionId: { $exists: true }, gateway: { $exists: false } };
  await topUps.updateMany(nameless, { $set: { gateway: 'zarinpal' } });
  await topUps.updateMany({ state: 'waiting' }, { $set: { state: 'sent' } });
  await dropIfThere(topUps, 'sessionId_1');
}

/**
 * Versions that stored codes in clear had a unique index on them. While it is there, there may be such records; it goes
 * once all are sealed.
 */
async function sealPlainRecords(connection: Connection, seal: Seal): Promise<void> {
  const people = connection.collection('people');
  if (!(await hasIndex(people, 'nationalCode_1'))) return;
  await reseal({ connection, seal });
  await dropIfThere(people, 'nationalCode_1');
}

async function hasIndex(collection: Collection, index: string): Promise<boolean> {
  try {
    return await collection.indexExists(index);
  } catch (error) {
    if ((error as { code?: unknown }).code !== NAMESPACE_NOT_FOUND) throw error;
    return false;
  }
}
/** What the ledger books under a key of ours (`top-up-<id>`) is there once, whatever the code above it does. */
const ONE_BOOKING_A_KEY = { unique: true, partialFilterExpression: { 'meta.key': { $exists: true } } };

const NAMESPACE_NOT_FOUND = 26;
const INDEX_NOT_FOUND = 27;

async function dropIfThere(collection: Collection, index: string): Promise<void> {
  try {
    await collection.dropIndex(index);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== NAMESPACE_NOT_FOUND && code !== INDEX_NOT_FOUND) throw error;
  }
}
