/** Aggregation, by mingo, with the operators of ours that stand where mingo's differ from the server. */
import { Aggregator } from 'mingo/aggregator';
import { evalExpr } from 'mingo/core';
import { badValue, MongoError } from '../errors.ts';
import type { Doc } from '../values.ts';
import type { ExpressionCompiler } from './filter.ts';
import { context } from './pipeline-context.ts';

/** Gives the documents of another collection of the same database, for `$lookup`, `$graphLookup` and `$unionWith`. */
export type CollectionReader = (name: string) => Doc[];

interface PipelineOptions {
  readonly collections?: CollectionReader;
  readonly variables?: Doc | undefined;
}

export function runPipeline(
  docs: Iterable<Doc>,
  pipeline: readonly Doc[],
  { collections, variables }: PipelineOptions,
): Doc[] {
  const options = {
    context,
    scriptEnabled: false,
    collectionResolver: collections ?? refuseCollections,
    ...(variables ? { variables } : {}),
  };
  return inServerTerms(() => new Aggregator([...pipeline], options).run<Doc>([...docs]));
}

function refuseCollections(): Doc[] {
  throw badValue('other collections cannot be read here');
}

const updateStages = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

export function runPipelineUpdate(doc: Doc, pipeline: readonly Doc[], variables: Doc | undefined): Doc {
  for (const stage of pipeline) {
    const name = Object.keys(stage)[0] ?? '';
    if (!updateStages.has(name))
      throw new MongoError(72, `${name} is not allowed to be used within an update`);
  }
  const [result] = runPipeline([doc], pipeline, { variables });
  return result ?? doc;
}

/** Expressions outside of pipelines: `$expr` in filters, computed fields in projections. */
export function expressionsWith(variables: Doc | undefined): ExpressionCompiler {
  return (expression) => (doc) =>
    inServerTerms(() =>
      evalExpr(doc, expression, { ...expressionOptions, ...(variables ? { variables } : {}) }),
    );
}

const expressionOptions = {
  idKey: '_id',
  processingMode: 0,
  useStrictMode: true,
  scriptEnabled: false,
  failOnError: true,
  context,
};

/** What mingo says about a bad pipeline is the client's mistake, not a failure of this server. */
function inServerTerms<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && !(error instanceof MongoError) && error.constructor.name === 'MingoError') {
      throw badValue(error.message);
    }
    throw error;
  }
}
