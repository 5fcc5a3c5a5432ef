/**
 * The one place where mingo is corrected. mingo knows JavaScript's values; the server knows BSON's. What depends on
 * types, on their order or on equality is ours; what mingo cannot do right with int64 and decimals refuses them.
 */
import { Context } from 'mingo/core';
import * as accumulator from 'mingo/operators/accumulator';
import * as expression from 'mingo/operators/expression';
import * as pipeline from 'mingo/operators/pipeline';
import * as projection from 'mingo/operators/projection';
import * as query from 'mingo/operators/query';
import * as window from 'mingo/operators/window';
import { accumulators, guardedAccumulators } from './pipeline-accumulators.ts';
import { expressions, guardedExpressions } from './pipeline-expressions.ts';
import { guardedStages, stages } from './pipeline-stages.ts';

export const context = Context.init({
  accumulator: { ...accumulator, ...guardedAccumulators(accumulator), ...accumulators },
  expression: { ...expression, ...guardedExpressions(expression), ...expressions },
  pipeline: { ...pipeline, ...guardedStages(pipeline), ...stages },
  projection,
  query,
  window,
});

export function isKnownStage(name: string): boolean {
  return name in stages || name in pipeline;
}

/** Stages that certainly leave the documents that they are given as they are. mingo's own may work in place. */
export function isOursAlone(name: string): boolean {
  return name in stages || name === '$limit' || name === '$skip' || name === '$facet';
}
