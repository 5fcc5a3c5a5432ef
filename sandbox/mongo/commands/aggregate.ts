import { type Call, type Command, namespaceOf, readerOf } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { type CollectionReader, isKnownStage, isOursAlone, runPipeline } from '../query/pipeline.ts';
import { type Selection, select } from '../query/select.ts';
import { copyDeep, type Doc, encode, isDocument, toNumber } from '../values.ts';
import { mergeInto, replaceBy } from './aggregate-output.ts';
import { refuseCollation } from './statements.ts';

/** Stages of the real server that this one does not do. */
const refusedStages = new Set([
  ...['$changeStream', '$changeStreamSplitLargeEvent', '$collStats', '$currentOp', '$geoNear', '$indexStats'],
  ...['$listLocalSessions', '$listSessions', '$planCacheStats', '$search', '$searchMeta', '$vectorSearch'],
  ...['$querySettings', '$shardedDataDistribution'],
]);

export const aggregate: Command = async (call) => {
  const { pipeline, cursor, collation, explain } = call.body;
  refuseCollation(collation);
  if (explain) throw notImplemented('aggregate with the option explain; use the command explain');
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument))
    throw new MongoError(14, "'pipeline' option must be specified as an array of objects");
  if (!isDocument(cursor)) throw new MongoError(9, "The 'cursor' option is required");
  checkStages(pipeline);
  const last = pipeline.at(-1) ?? {};
  const writes = '$merge' in last || '$out' in last;
  if (writes && call.transaction)
    throw new MongoError(263, `${Object.keys(last)[0]} cannot be used in a transaction`);
  const results = runOn(call, writes ? pipeline.slice(0, -1) : pipeline);
  if ('$out' in last) await replaceBy(call, last.$out, results);
  if ('$merge' in last) await mergeInto(call, last.$merge, results);
  return call.server.cursors.open(sourceNamespace(call), writes ? [] : results.map(encode), {
    batchSize: cursor.batchSize === undefined ? undefined : toNumber(cursor.batchSize),
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
function runOn(call: Call, pipeline: readonly Doc[]): Doc[] {
  const { hint, let: letVariables, aggregate: source } = call.body;
  const variables = letVariables as Doc | undefined;
  const reader = readerOf(call);
  const mustCopy = !pipeline.every((stage) => isOursAlone(Object.keys(stage)[0] ?? ''));
  const read = (namespace: string, selection: Selection): Doc[] => {
    const found = select(call.server.store.collections.get(namespace), reader, selection);
    return found.map(([, stored]) => (mustCopy ? copyDeep(stored.doc) : stored.doc));
  };
  const collections: CollectionReader = (name, filter = {}) => read(namespaceOf(call, name), { filter });
  if (source === 1) return runPipeline([], pipeline, { collections, variables });
  const { selection, rest } = leadingSelection(pipeline);
  const docs = read(namespaceOf(call), { ...selection, hint, variables });
  return rest.length > 0 ? runPipeline(docs, rest, { collections, variables }) : docs;
}

/** Takes `$match`, `$sort` and `$limit`, as far as they come first and in this order. */
function leadingSelection(pipeline: readonly Doc[]): { selection: Selection; rest: readonly Doc[] } {
  let [first, ...rest] = pipeline;
  let selection: Selection = { filter: {} };
  if (first?.$match !== undefined) {
    if (!isDocument(first.$match)) throw badValue('the match filter must be an expression in an object');
    selection = { filter: first.$match };
    [first, ...rest] = rest;
  }
  if (isDocument(first?.$sort) && Object.keys(first.$sort).length > 0) {
    selection = { ...selection, sort: first.$sort };
    [first, ...rest] = rest;
  }
  if (toNumber(first?.$limit) > 0) {
    selection = { ...selection, limit: toNumber(first?.$limit) };
    [first, ...rest] = rest;
  }
  return { selection, rest: first ? [first, ...rest] : [] };
}
