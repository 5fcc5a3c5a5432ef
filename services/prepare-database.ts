/** Collections and indexes, ours and the ledger's: the unique ones are the last wall of money and seats. */
import { initModels } from 'medici';
import type { Connection } from 'mongoose';

/**
 * Builds what is missing; nothing may be served before it is there. `connection` must be mongoose's own: the ledger's
 * library knows no other.
 *
 * The library leaves its indexes to mongoose's `autoIndex`, which is off here so that a start fails when one cannot be
 * built. Without the unique index on its locks two first debits of a wallet would not see each other.
 */
export async function prepareDatabase(connection: Connection): Promise<void> {
  await initModels();
  await Promise.all(Object.values(connection.models).map((model) => model.createIndexes()));
}
