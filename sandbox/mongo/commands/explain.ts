import type { Command } from '../call.ts';
import { MongoError, notImplemented } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { expressionsWith } from '../query/pipeline.ts';
import { type Plan, plan } from '../query/plan.ts';
import { type Doc, isDocument } from '../values.ts';

/** Says whether an index serves a query, and with `executionStats` how many documents had to be looked at. */
export const explain: Command = (call) => {
  const { explain: explained, verbosity } = call.body;
  if (!isDocument(explained)) throw new MongoError(9, 'explain needs a command');
  const { collection: name, filter, sort, hint } = queryOf(explained);
  const namespace = `${call.database}.${name}`;
  const collection = call.server.store.collections.get(namespace);
  const chosen = collection && plan(collection, call.server.store.begin(false), { filter, sort, hint });
  const winningPlan = chosen ? stagesOf(chosen, sort) : { stage: 'EOF' };
  const queryPlanner = { namespace, parsedQuery: filter, winningPlan, rejectedPlans: [] };
  if (verbosity === 'queryPlanner') return { explainVersion: '1', queryPlanner };
  return {
    explainVersion: '1',
    queryPlanner,
    executionStats: chosen ? measure(chosen, filter) : { nReturned: 0 },
  };
};

interface ExplainedQuery {
  readonly collection: string;
  readonly filter: Doc;
  readonly sort: Doc | undefined;
  readonly hint: unknown;
}

function queryOf(command: Doc): ExplainedQuery {
  const [name = ''] = Object.keys(command);
  const collection = String(command[name]);
  const common = { collection, sort: command.sort as Doc | undefined, hint: command.hint };
  if (name === 'find') return { ...common, filter: orAll(command.filter) };
  if (name === 'count' || name === 'distinct' || name === 'findAndModify')
    return { ...common, filter: orAll(command.query) };
  if (name === 'update' || name === 'delete') {
    const [statement] = command[`${name}s`] as Doc[];
    return { ...common, filter: orAll(statement?.q), hint: statement?.hint };
  }
  if (name !== 'aggregate' || !Array.isArray(command.pipeline)) throw notImplemented(`explain of ${name}`);
  const [first, second] = command.pipeline as Doc[];
  const sort = (first?.$match ? second?.$sort : first?.$sort) as Doc | undefined;
  return { ...common, filter: orAll(first?.$match), sort };
}

function orAll(filter: unknown): Doc {
  return isDocument(filter) ? filter : {};
}

function stagesOf({ index, isSorted }: Plan, sort: Doc | undefined): Doc {
  const access: Doc = index
    ? {
        stage: 'FETCH',
        inputStage: {
          stage: 'IXSCAN',
          indexName: index.definition.name,
          keyPattern: index.definition.key,
          isMultiKey: index.isMultikey,
        },
      }
    : { stage: 'COLLSCAN' };
  return sort && !isSorted ? { stage: 'SORT', sortPattern: sort, inputStage: access } : access;
}

function measure(chosen: Plan, filter: Doc): Doc {
  const test = compileFilter(filter, expressionsWith(undefined));
  let totalDocsExamined = 0;
  let nReturned = 0;
  for (const [, stored] of chosen.records()) {
    totalDocsExamined += 1;
    if (test(stored.doc)) nReturned += 1;
  }
  return {
    executionSuccess: true,
    nReturned,
    totalDocsExamined,
    totalKeysExamined: chosen.index ? totalDocsExamined : 0,
  };
}
