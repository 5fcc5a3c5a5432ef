import { type Command, type Commands, existingCollection, namespaceOf, readerOf } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { sortKey } from '../query/order.ts';
import { parsePath, someValue } from '../query/paths.ts';
import { expressionsWith } from '../query/pipeline.ts';
import { compileProjection } from '../query/projection.ts';
import { select } from '../query/select.ts';
import { toLong } from '../storage/retry-memory.ts';
import { type Doc, documentOrEmpty, encode, toNumber } from '../values.ts';
import { refuseCollation } from './statements.ts';

/** Options that change what a find answers and that this server cannot honour. */
const refusedOptions = ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId', 'oplogReplay'];

const find: Command = (call) => {
  const { sort, skip, limit, hint, batchSize, singleBatch, collation, let: variables } = call.body;
  refuseCollation(collation);
  const refused = refusedOptions.find((option) => call.body[option]);
  if (refused) throw notImplemented(`find with ${refused}`);
  const [query, projection] = [documentOrEmpty(call.body.filter), documentOrEmpty(call.body.projection)];
  const found = select(existingCollection(call), readerOf(call), {
    filter: query,
    sort: sort as Doc | undefined,
    skip: count(skip, 'skip'),
    limit: Math.abs(toNumber(limit ?? 0)),
    hint,
    variables: variables as Doc | undefined,
  });
  const project =
    Object.keys(projection).length > 0 &&
    compileProjection(projection, { expressions: expressionsWith(variables as Doc | undefined), query });
  const docs = found.map(([, stored]) => (project ? encode(project(stored.doc)) : stored.raw));
  return call.server.cursors.open(namespaceOf(call), docs, {
    batchSize: batchSize === undefined ? undefined : count(batchSize, 'batchSize'),
    singleBatch: singleBatch === true || toNumber(limit ?? 0) < 0,
    session: call.session,
  });
};

function count(value: unknown, name: string): number {
  const number = toNumber(value ?? 0);
  if (number >= 0) return number;
  throw badValue(`BSON field '${name}' value must be >= 0, actual value '${number}'`);
}

const getMore: Command = ({ body: { getMore: id, batchSize }, server }) =>
  server.cursors.more(toLong(id), count(batchSize, 'batchSize'));

const killCursors: Command = (call) => {
  const ids = Array.isArray(call.body.cursors) ? call.body.cursors.map(toLong) : [];
  const cursorsKilled = ids.filter((id) => call.server.cursors.kill(id));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
};

const countDocuments: Command = (call) => {
  const { query, skip, limit, hint, collation } = call.body;
  refuseCollation(collation);
  const collection = existingCollection(call);
  const filter = documentOrEmpty(query);
  if (Object.keys(filter).length === 0 && !skip && !limit && !call.transaction)
    return { n: collection?.count ?? 0 };
  const window = { skip: count(skip, 'skip'), limit: Math.abs(toNumber(limit ?? 0)) };
  return { n: select(collection, readerOf(call), { filter, hint, ...window }).length };
};

const distinct: Command = (call) => {
  const { key, query, collation, hint } = call.body;
  refuseCollation(collation);
  if (typeof key !== 'string') throw new MongoError(14, "BSON field 'distinct.key' must be a string");
  const values = new Map<string, unknown>();
  const path = parsePath(key);
  const found = select(existingCollection(call), readerOf(call), { filter: documentOrEmpty(query), hint });
  for (const [, stored] of found) {
    someValue(stored.doc, path, (value) => {
      for (const one of [value].flat()) if (one !== undefined) values.set(sortKey(one), one);
      return false;
    });
  }
  return { values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
};

export const readCommands: Commands = { find, getMore, killCursors, count: countDocuments, distinct };
