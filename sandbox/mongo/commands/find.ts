import { Long } from 'bson';
import { type Call, type Command, CursorReply, existingCollection, namespaceOf, readerOf } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { sortKey } from '../query/order.ts';
import { parsePath, someValue } from '../query/paths.ts';
import { expressionsWith } from '../query/pipeline.ts';
import { compileProjection } from '../query/projection.ts';
import { select } from '../query/select.ts';
import { toLong } from '../storage/retry-memory.ts';
import { type Doc, encode, isDocument, toNumber } from '../values.ts';
import { refuseCollation } from './write.ts';

/** Options that change what a find answers and that this server cannot honour. */
const refusedOptions = ['tailable', 'awaitData', 'min', 'max', 'returnKey', 'showRecordId', 'oplogReplay'];

export const find: Command = (call) => {
  const { filter, sort, skip, limit, hint, batchSize, singleBatch, projection, collation } = call.body;
  refuseCollation(collation);
  for (const option of refusedOptions) if (call.body[option]) throw notImplemented(`find with ${option}`);
  const variables = call.body.let as Doc | undefined;
  const query = isDocument(filter) ? filter : {};
  const found = select(existingCollection(call), readerOf(call), {
    filter: query,
    sort: sort as Doc | undefined,
    skip: count(skip, 'skip'),
    limit: Math.abs(toNumber(limit ?? 0)),
    hint,
    variables,
  });
  const shows = isDocument(projection) && Object.keys(projection).length > 0 ? projection : undefined;
  const project = shows && compileProjection(shows, { expressions: expressionsWith(variables), query });
  const docs = found.map(([, stored]) => (project ? encode(project(stored.doc)) : stored.raw));
  return call.server.cursors.open(namespaceOf(call), docs, {
    batchSize: batchSize === undefined ? undefined : count(batchSize, 'batchSize'),
    singleBatch: singleBatch === true || toNumber(limit ?? 0) < 0,
    session: call.session,
  });
};

function count(value: unknown, name: string): number {
  const number = toNumber(value ?? 0);
  if (!(number >= 0)) throw badValue(`BSON field '${name}' value must be >= 0, actual value '${number}'`);
  return number;
}

export const getMore: Command = (call) => {
  const { getMore: id, batchSize } = call.body;
  return call.server.cursors.more(
    toLong(id),
    batchSize === undefined ? undefined : count(batchSize, 'batchSize'),
  );
};

export const killCursors: Command = (call) => {
  const ids = Array.isArray(call.body.cursors) ? call.body.cursors.map(toLong) : [];
  const killed = ids.filter((id) => call.server.cursors.kill(id));
  const killedKeys = new Set(killed.map(String));
  const cursorsNotFound = ids.filter((id) => !killedKeys.has(id.toString()));
  return { cursorsKilled: killed, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
};

export const countDocuments: Command = (call) => {
  const { query, skip, limit, hint, collation } = call.body;
  refuseCollation(collation);
  const collection = existingCollection(call);
  const filter = isDocument(query) ? query : {};
  if (Object.keys(filter).length === 0 && !skip && !limit && !call.transaction)
    return { n: collection?.count ?? 0 };
  const found = select(collection, readerOf(call), {
    filter,
    skip: count(skip, 'skip'),
    limit: Math.abs(toNumber(limit ?? 0)),
    hint,
  });
  return { n: found.length };
};

export const distinct: Command = (call) => {
  const { key, query, collation, hint } = call.body;
  refuseCollation(collation);
  if (typeof key !== 'string')
    throw new MongoError(14, "BSON field 'distinct.key' is missing or of the wrong type");
  const values = new Map<string, unknown>();
  const path = parsePath(key);
  for (const [, stored] of select(existingCollection(call), readerOf(call), {
    filter: isDocument(query) ? query : {},
    hint,
  })) {
    someValue(stored.doc, path, (value) => {
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) values.set(sortKey(one), one);
      return false;
    });
  }
  return { values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value) };
};

/** An answer of one batch for lists that are made on the spot, such as those of collections and indexes. */
export function wholeList(call: Call, namespace: string, docs: readonly Doc[]): CursorReply {
  const size = isDocument(call.body.cursor) ? call.body.cursor.batchSize : undefined;
  if (size === undefined || toNumber(size) >= docs.length)
    return new CursorReply('firstBatch', namespace, Long.ZERO, docs.map(encode));
  return call.server.cursors.open(namespace, docs.map(encode), {
    batchSize: toNumber(size),
    session: call.session,
  });
}
