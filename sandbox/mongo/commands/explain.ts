import { type Command, existingCollection, namespaceOf, readerOf } from '../call.ts';
import { MongoError, notImplemented } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { expressionsWith } from '../query/pipeline.ts';
import { type Plan, plan } from '../query/plan.ts';
import { type Doc, documentOrEmpty, isDocument } from '../values.ts';

/** Says whether an index serves a query, and with `executionStats` how many documents had to be looked at. */
export const explain: Command = (call) => {
  const { explain: explained, verbosity } = call.body;
  if (!isDocument(explained)) throw new MongoError(9, 'explain needs a command');
  const [name = ''] = Object.keys(explained);
  const query = queryOf(name, explained);
  const collection = existingCollection(call, explained[name]);
  const chosen = collection && plan(collection, readerOf(call), query);
  const queryPlanner = {
    namespace: namespaceOf(call, explained[name]),
    parsedQuery: query.filter,
    winningPlan: chosen ? stagesOf(chosen, query.sort) : { stage: 'EOF' },
    rejectedPlans: [],
  };
  if (verbosity === 'queryPlanner') return { explainVersion: '1', queryPlanner };
  return { explainVersion: '1', queryPlanner, executionStats: measure(chosen, query.filter) };
};

interface Query {
  readonly filter: Doc;
  readonly sort?: Doc | undefined;
  readonly hint?: unknown;
}

function queryOf(name: string, command: Doc): Query {
  const { sort, hint } = command as { sort?: Doc; hint?: unknown };
  if (name === 'find') return { filter: documentOrEmpty(command.filter), sort, hint };
  if (name === 'count' || name === 'distinct' || name === 'findAndModify')
    return { filter: documentOrEmpty(command.query), sort, hint };
  if (name === 'update' || name === 'delete') {
    const [statement] = command[`${name}s`] as Doc[];
    return { filter: documentOrEmpty(statement?.q), hint: statement?.hint };
  }
  if (name !== 'aggregate' || !Array.isArray(command.pipeline)) throw notImplemented(`explain of ${name}`);
  const [first, second] = command.pipeline as Doc[];
  const next = first?.$match ? second : first;
  return { filter: documentOrEmpty(first?.$match), sort: next?.$sort as Doc | undefined, hint };
}

function stagesOf({ index, isSorted }: Plan, sort: Doc | undefined): Doc {
  const { name: indexName, key: keyPattern } = index?.definition ?? {};
  const scan = { stage: 'IXSCAN', indexName, keyPattern, isMultiKey: index?.isMultikey };
  const access = index ? { stage: 'FETCH', inputStage: scan } : { stage: 'COLLSCAN' };
  return sort && !isSorted ? { stage: 'SORT', sortPattern: sort, inputStage: access } : access;
}

function measure(chosen: Plan | undefined, filter: Doc): Doc {
  const test = compileFilter(filter, expressionsWith());
  const examined = [...(chosen?.records() ?? [])];
  return {
    executionSuccess: true,
    nReturned: examined.filter(([, stored]) => test(stored.doc)).length,
    totalDocsExamined: examined.length,
    totalKeysExamined: chosen?.index ? examined.length : 0,
  };
}
