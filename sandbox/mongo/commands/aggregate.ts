import { type Call, type Command, namespaceOf, readerOf } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { isKnownStage, isOursAlone, runPipeline } from '../query/pipeline.ts';
import { select } from '../query/select.ts';
import { copyDeep, type Doc, encode, isDocument, toNumber } from '../values.ts';
import { mergeInto, replaceBy } from './aggregate-output.ts';
import { refuseCollation } from './write.ts';

/** Stages of the real server that this one does not do. */
const refusedStages = new Set(
  [
    '$changeStream',
    '$changeStreamSplitLargeEvent',
    '$collStats',
    '$currentOp',
    '$geoNear',
    '$indexStats',
    '$listLocalSessions',
  ].concat([
    '$listSessions',
    '$planCacheStats',
    '$search',
    '$searchMeta',
    '$vectorSearch',
    '$querySettings',
    '$shardedDataDistribution',
  ]),
);

export const aggregate: Command = async (call) => {
  const { pipeline, cursor, collation, hint } = call.body;
  refuseCollation(collation);
  if (call.body.explain) throw notImplemented('aggregate with the option explain; use the command explain');
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw new MongoError(14, "'pipeline' option must be specified as an array");
  if (!isDocument(cursor))
    throw new MongoError(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  checkStages(pipeline);
  const last = pipeline.at(-1) ?? {};
  const writes = '$merge' in last || '$out' in last;
  if (writes && call.transaction)
    throw new MongoError(263, `${Object.keys(last)[0]} cannot be used in a transaction`);
  const results = runOn(call, writes ? pipeline.slice(0, -1) : pipeline, hint);
  if ('$out' in last) await replaceBy(call, last.$out, results);
  if ('$merge' in last) await mergeInto(call, last.$merge, results);
  return call.server.cursors.open(sourceNamespace(call), writes ? [] : results.map(encode), {
    batchSize: isDocument(cursor) && cursor.batchSize !== undefined ? toNumber(cursor.batchSize) : undefined,
    session: call.session,
  });
};

function sourceNamespace(call: Call): string {
  return call.body.aggregate === 1 ? `${call.database}.$cmd.aggregate` : namespaceOf(call);
}

function checkStages(pipeline: readonly Doc[]): void {
  for (const stage of pipeline) {
    const [name, ...others] = Object.keys(stage);
    if (name === undefined || others.length > 0)
      throw new MongoError(40324, 'A pipeline stage specification object must contain exactly one field.');
    if (refusedStages.has(name)) throw notImplemented(`the stage ${name}`);
    if (!isKnownStage(name)) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  }
}

/** What a pipeline begins with and an index can do is done by an index; the rest runs over what that leaves. */
function runOn(call: Call, pipeline: readonly Doc[], hint: unknown): Doc[] {
  const { store } = call.server;
  const variables = call.body.let as Doc | undefined;
  const reader = readerOf(call);
  const mustCopy = !pipeline.every((stage) => isOursAlone(Object.keys(stage)[0] ?? ''));
  const collections = (name: string, filter: Doc = {}): Doc[] => {
    const docs = select(store.collections.get(`${call.database}.${name}`), reader, { filter }).map(
      ([, stored]) => stored.doc,
    );
    return mustCopy ? docs.map(copyDeep) : docs;
  };
  if (call.body.aggregate === 1) return runPipeline([], pipeline, { collections, variables });
  const { selection, rest } = leadingSelection(pipeline);
  const found = select(store.collections.get(namespaceOf(call)), reader, { ...selection, hint, variables });
  const docs = found.map(([, stored]) => (mustCopy ? copyDeep(stored.doc) : stored.doc));
  return rest.length > 0 ? runPipeline(docs, rest, { collections, variables }) : docs;
}

interface Leading {
  filter: Doc;
  sort?: Doc;
  limit?: number;
}

/** Takes `$match`, `$sort` and `$limit`, as far as they come first and in this order. */
function leadingSelection(pipeline: readonly Doc[]): { selection: Leading; rest: readonly Doc[] } {
  let position = 0;
  const selection: Leading = { filter: {} };
  const match = pipeline[position]?.$match;
  if (match !== undefined) {
    if (!isDocument(match)) throw badValue('the match filter must be an expression in an object');
    selection.filter = match;
    position += 1;
  }
  const sort = pipeline[position]?.$sort;
  if (isDocument(sort) && Object.keys(sort).length > 0) {
    selection.sort = sort;
    position += 1;
  }
  const limit = pipeline[position]?.$limit;
  if (toNumber(limit) > 0) {
    selection.limit = toNumber(limit);
    position += 1;
  }
  return { selection, rest: pipeline.slice(position) };
}
