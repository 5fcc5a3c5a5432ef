/**
 * Aggregation, by mingo, and the one place where mingo is corrected. mingo knows JavaScript's values; the server knows
 * BSON's. What depends on types, on their order or on equality is ours; the rest of mingo's operators get only values
 * that mean to it what they mean to the server, and refuse others.
 */
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as mingoStages from 'mingo/operators/pipeline';
import type { Options } from 'mingo/types';
import { badValue, MongoError } from '../errors.ts';
import type { Doc } from '../values.ts';
import type { ExpressionCompiler } from './filter.ts';
import { accumulators } from './pipeline-accumulators.ts';
import { expressions } from './pipeline-expressions.ts';
import { guardedAccumulators, guardedExpressions, guardedStages } from './pipeline-guards.ts';
import { stages } from './pipeline-stages.ts';

const context = Context.init({
  accumulator: { ...accumulator, ...guardedAccumulators(accumulator), ...accumulators },
  expression: { ...expression, ...guardedExpressions(expression), ...expressions },
  pipeline: { ...mingoStages, ...guardedStages(mingoStages), ...stages },
});

export function isKnownStage(name: string): boolean {
  return name in stages || name in mingoStages;
}

/** Stages that certainly leave the documents that they are given as they are. mingo's own may work in place. */
export function isOursAlone(name: string): boolean {
  return name in stages || name === '$limit' || name === '$skip' || name === '$facet';
}

/** Gives documents of another collection of the same database, for `$lookup`, `$graphLookup` and `$unionWith`. */
export type CollectionReader = (name: string, filter?: Doc) => Doc[];

interface PipelineOptions {
  readonly collections?: CollectionReader;
  readonly variables?: Doc | undefined;
}

function refuseCollections(): Doc[] {
  throw badValue('other collections cannot be read here');
}

export function runPipeline(
  docs: Iterable<Doc>,
  pipeline: readonly Doc[],
  { collections = refuseCollections, variables = {} }: PipelineOptions,
): Doc[] {
  const options = { context, scriptEnabled: false, collectionResolver: collections, variables };
  return inServerTerms(() => new Aggregator([...pipeline], options).run<Doc>([...docs]));
}

const updateStages = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

export function runPipelineUpdate(doc: Doc, pipeline: readonly Doc[], variables: Doc | undefined): Doc {
  const bad = pipeline.map((stage) => Object.keys(stage)[0] ?? '').find((name) => !updateStages.has(name));
  if (bad !== undefined) throw new MongoError(72, `${bad} is not allowed to be used within an update`);
  const [result = doc] = runPipeline([doc], pipeline, { variables });
  return result;
}

/** Expressions outside of pipelines: `$expr` in filters, computed fields in projections. */
export function expressionsWith(variables: Doc = {}): ExpressionCompiler {
  const modes = { idKey: '_id', processingMode: 0, useStrictMode: true, scriptEnabled: false };
  const options: Options = { ...modes, failOnError: true, context, variables };
  return (computed) => (doc) => inServerTerms(() => evalExpr(doc, computed, { ...options }));
}

/** What mingo says about a bad pipeline is the client's mistake, not a failure of this server. */
function inServerTerms<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && error.constructor.name === 'MingoError') throw badValue(error.message);
    throw error;
  }
}
