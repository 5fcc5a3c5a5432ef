/** Stages that depend on the types of values, on their order or on equality, or that read other collections. */
import { Aggregator } from 'mingo/aggregator';
import { evalExpr } from 'mingo/core';
import { Lazy } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { badValue, notImplemented } from '../errors.ts';
import { type Doc, isDocument } from '../values.ts';
import { compileFilter, type ExpressionCompiler } from './filter.ts';
import { sortKey } from './order.ts';
import { parsePath, someValue } from './paths.ts';
import type { CollectionReader } from './pipeline.ts';
import { compileAddFields, compileProjection, type Projector } from './projection.ts';
import { sortBy } from './sort.ts';

type Documents = ReturnType<typeof Lazy>;
type Stage = (docs: Documents, operand: never, options: Options) => Documents;

/** Expressions as mingo evaluates them inside a pipeline, with the variables of that place. */
function expressionsOf(options: Options): ExpressionCompiler {
  return (expression) => (doc) => evalExpr(doc, expression, options);
}

function each(docs: Documents, change: Projector): Documents {
  return docs.map((doc) => change(doc as Doc));
}

/** For stages that must have seen all documents before they give one. */
function all(docs: Documents, change: (docs: Doc[]) => Doc[]): Documents {
  return docs.transform((items) => Lazy(change(items as Doc[])));
}

function projected(docs: Documents, spec: Doc, options: Options): Documents {
  if (Object.keys(spec).length === 0) throw badValue('$project specification must have at least one field');
  return each(docs, compileProjection(spec, { expressions: expressionsOf(options) }));
}

function without(docs: Documents, names: string | string[], options: Options): Documents {
  return projected(docs, Object.fromEntries([names].flat().map((name) => [name, 0])), options);
}

function withFields(docs: Documents, spec: Doc, options: Options): Documents {
  return each(docs, compileAddFields(spec, expressionsOf(options)));
}

function replaced(docs: Documents, expression: unknown, options: Options): Documents {
  return each(docs, (doc) => {
    const root = evalExpr(doc, expression, options);
    if (!isDocument(root)) throw badValue("'newRoot' expression must evaluate to an object");
    return root;
  });
}

function matching(docs: Documents, filter: Doc, options: Options): Documents {
  const test = compileFilter(filter, expressionsOf(options));
  return docs.filter((doc) => test(doc as Doc));
}

function sorted(docs: Documents, spec: Doc): Documents {
  if (Object.keys(spec).length === 0) throw badValue('$sort stage must have at least one sort key');
  return all(docs, (items) => sortBy(items, spec, (doc) => doc));
}

function grouped(docs: Documents, spec: Doc, options: Options): Documents {
  if (!('_id' in spec)) throw badValue('a group specification must include an _id');
  const { _id: idExpression, ...fields } = spec;
  return all(docs, (items) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    for (const doc of items) {
      const id = evalExpr(doc, idExpression, options) ?? null;
      const key = sortKey(id);
      const group = groups.get(key) ?? { id, members: [] };
      groups.set(key, group);
      group.members.push(doc);
    }
    return [...groups.values()].map(({ id, members }) => summary(id, members, fields, options));
  });
}

function summary(id: unknown, members: Doc[], fields: Doc, options: Options): Doc {
  const result: Doc = { _id: id };
  for (const [name, accumulator] of Object.entries(fields)) {
    if (!isDocument(accumulator)) throw badValue(`The field '${name}' must be an accumulator object`);
    result[name] = evalExpr(members, accumulator, options) ?? null;
  }
  return result;
}

/** Of nothing there is no count: the server gives no document then. */
function counted(docs: Documents, name: string): Documents {
  return all(docs, (items) => (items.length > 0 ? [{ [name]: items.length }] : []));
}

/** For each document, finds in the other collection as a find would, and runs the stage's own pipeline on that. */
function joined(docs: Documents, spec: Doc, options: Options): Documents {
  const { from, localField, foreignField, as, let: variables = {}, pipeline } = spec;
  if (typeof as !== 'string') throw badValue("must specify 'as' field for a $lookup");
  if (typeof from !== 'string') throw notImplemented('$lookup without from');
  const find = options.collectionResolver as CollectionReader;
  return each(docs, (doc) => {
    const joins = typeof localField === 'string' && typeof foreignField === 'string';
    const found = find(from, joins ? { [foreignField]: { $in: joinValues(doc, localField) } } : {});
    const inner = { ...variablesOf(options), ...(evalExpr(doc, variables, options) as Doc) };
    const run = (stages: Doc[]): Doc[] =>
      new Aggregator(stages, { ...outside(options), variables: inner }).run(found);
    const results = Array.isArray(pipeline) ? run(pipeline) : found;
    return compileAddFields({ [as]: 0 }, () => () => results)(doc);
  });
}

/** A missing field joins with null; an array joins by each of its elements. */
function joinValues(doc: Doc, name: string): unknown[] {
  const values: unknown[] = [];
  someValue(doc, parsePath(name), (value) => {
    values.push(...(Array.isArray(value) ? [value, ...value] : [value ?? null]));
    return false;
  });
  return values;
}

/** mingo hands on its options with the state of the place where they are used; this is the state's outside. */
function outside(options: Options): Options {
  return (options as { options?: Options }).options ?? options;
}

function variablesOf(options: Options): Doc {
  const { local } = options as { local?: { variables?: Doc } };
  return { ...options.variables, ...local?.variables };
}

function refused(what: string): Stage {
  return () => {
    throw notImplemented(what);
  };
}

export const stages: { [name: `$${string}`]: Stage } = {
  $match: matching,
  $project: projected,
  $addFields: withFields,
  $set: withFields,
  $unset: without,
  $sort: sorted,
  $group: grouped,
  $sortByCount: (docs, expression, options) =>
    sorted(grouped(docs, { _id: expression, count: { $sum: 1 } }, options), { count: -1 }),
  $count: counted,
  $lookup: joined,
  $replaceWith: replaced,
  $replaceRoot: (docs, { newRoot }: Doc, options) => replaced(docs, newRoot, options),
  $setWindowFields: refused('the stage $setWindowFields'),
  $merge: refused('$merge anywhere but at the end of a pipeline'),
  $out: refused('$out anywhere but at the end of a pipeline'),
};
