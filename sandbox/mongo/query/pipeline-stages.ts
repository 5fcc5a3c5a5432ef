import { Aggregator } from 'mingo/aggregator';
import { evalExpr } from 'mingo/core';
import { Lazy } from 'mingo/lazy';
import type { Options } from 'mingo/types';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { type Doc, field, isDocument } from '../values.ts';
import { compileFilter, type ExpressionCompiler } from './filter.ts';
import { sortKey } from './order.ts';
import { parsePath, someValue } from './paths.ts';
import { plainNumbers } from './pipeline-expressions.ts';
import { compileAddFields, compileProjection } from './projection.ts';
import { sortBy } from './sort.ts';

type Documents = ReturnType<typeof Lazy>;
type Stage = (docs: Documents, operand: never, options: Options) => Documents;

/** Expressions as mingo evaluates them inside a pipeline, with the variables of that place. */
function expressionsOf(options: Options): ExpressionCompiler {
  return (expression) => (doc) => evalExpr(doc, expression, options);
}

function projected(docs: Documents, spec: Doc, options: Options): Documents {
  if (Object.keys(spec).length === 0)
    throw new MongoError(2, '$project specification must have at least one field');
  return docs.map(
    compileProjection(spec, { expressions: expressionsOf(options) }) as (doc: unknown) => unknown,
  );
}

function withFields(docs: Documents, spec: Doc, options: Options): Documents {
  return docs.map(compileAddFields(spec, expressionsOf(options)) as (doc: unknown) => unknown);
}

function sorted(docs: Documents, spec: Doc): Documents {
  if (Object.keys(spec).length === 0) throw badValue('$sort stage must have at least one sort key');
  return docs.transform((items) => Lazy(sortBy(items as Doc[], spec, (doc) => doc)));
}

function grouped(docs: Documents, spec: Doc, options: Options): Documents {
  if (!('_id' in spec)) throw badValue('a group specification must include an _id');
  const { _id: idExpression, ...fields } = spec;
  return docs.transform((items) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    for (const doc of items as Doc[]) {
      const id = evalExpr(doc, idExpression, options) ?? null;
      const key = sortKey(id);
      const group = groups.get(key);
      if (group) group.members.push(doc);
      else groups.set(key, { id, members: [doc] });
    }
    return Lazy([...groups.values()].map(({ id, members }) => summary(id, members, fields, options)));
  });
}

function summary(id: unknown, members: Doc[], fields: Doc, options: Options): Doc {
  const result: Doc = { _id: id };
  for (const [name, accumulator] of Object.entries(fields)) {
    if (!isDocument(accumulator)) throw badValue(`The field '${name}' must be an accumulator object`);
    const value = evalExpr(members, accumulator, options);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

/** Joins by a hash of the foreign field; with a pipeline, runs it for each document on what the hash leaves. */
function joined(docs: Documents, spec: Doc, options: Options): Documents {
  const { from, localField, foreignField, as, let: variables, pipeline } = spec;
  if (typeof as !== 'string') throw badValue("must specify 'as' field for a $lookup");
  if (typeof from !== 'string') throw notImplemented('$lookup without from');
  const foreign = (options.collectionResolver?.(from) ?? []) as Doc[];
  const joins = typeof localField === 'string' && typeof foreignField === 'string';
  const find = joins ? matcher(foreign, localField, foreignField) : () => foreign;
  const addField = (doc: Doc, matches: unknown[]): Doc =>
    compileAddFields({ [as]: 0 }, () => () => matches)(doc);
  return docs.map((item) => {
    const doc = item as Doc;
    const matches = find(doc);
    if (!Array.isArray(pipeline)) return addField(doc, matches);
    const inner = { ...variablesOf(options), ...(evalExpr(doc, variables ?? {}, options) as Doc) };
    return addField(doc, new Aggregator(pipeline, { ...plain(options), variables: inner }).run(matches));
  });
}

function matcher(foreign: Doc[], localField: string, foreignField: string): (doc: Doc) => Doc[] {
  const byKey = new Map<string, Set<Doc>>();
  for (const doc of foreign) {
    for (const key of joinKeys(doc, foreignField)) {
      const known = byKey.get(key);
      if (known) known.add(doc);
      else byKey.set(key, new Set([doc]));
    }
  }
  return (doc) => {
    const keys = joinKeys(doc, localField);
    if (keys.length === 1) return [...(byKey.get(keys[0] as string) ?? [])];
    const found = new Set(keys.flatMap((key) => [...(byKey.get(key) ?? [])]));
    return foreign.filter((candidate) => found.has(candidate));
  };
}

/** A missing field joins with null; an array joins by each of its elements. */
function joinKeys(doc: Doc, name: string): string[] {
  const keys = new Set<string>();
  someValue(doc, parsePath(name), (value) => {
    for (const element of Array.isArray(value) ? [...value, value] : [value])
      keys.add(sortKey(element ?? null));
    return false;
  });
  return [...keys];
}

/** mingo hands on its options with the state of the place where they are used; this is the state's outside. */
function plain(options: Options): Options {
  return (options as { options?: Options }).options ?? options;
}

function variablesOf(options: Options): Doc {
  const { local } = options as { local?: { variables?: Doc } };
  return { ...options.variables, ...local?.variables };
}

function matching(docs: Documents, filter: Doc, options: Options): Documents {
  const test = compileFilter(filter, expressionsOf(options));
  return docs.filter((doc) => test(doc as Doc));
}

function without(docs: Documents, names: string | string[]): Documents {
  const spec = Object.fromEntries([names].flat().map((name) => [name, 0]));
  return docs.map(
    compileProjection(spec, { expressions: () => () => undefined }) as (doc: unknown) => unknown,
  );
}

function replaced(docs: Documents, expression: unknown, options: Options): Documents {
  return docs.map((doc) => {
    const root = evalExpr(doc, expression, options);
    if (!isDocument(root)) throw badValue("'newRoot' expression must evaluate to an object");
    return root;
  });
}

function countedBy(docs: Documents, expression: unknown, options: Options): Documents {
  const groups = grouped(docs, { _id: expression, count: { $sum: 1 } }, options);
  return sorted(groups, { count: -1 });
}

/** Of nothing there is no count: the server gives no document then. */
function counted(docs: Documents, name: string): Documents {
  return docs.transform((items) =>
    Lazy((items as Doc[]).length > 0 ? [{ [name]: (items as Doc[]).length }] : []),
  );
}

function refused(name: string): Stage {
  return () => {
    throw notImplemented(name);
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
  $sortByCount: countedBy,
  $count: counted,
  $setWindowFields: refused('the stage $setWindowFields'),
  $lookup: joined,
  $replaceWith: replaced,
  $replaceRoot: (docs, operand, options) => replaced(docs, field(operand, 'newRoot'), options),
  $merge: refused('$merge anywhere but at the end of a pipeline'),
  $out: refused('$out anywhere but at the end of a pipeline'),
};

const byJavaScriptRules = ['$bucket', '$bucketAuto', '$densify', '$fill', '$graphLookup'];

/** mingo's own stages, over numbers that mean to it what they mean to the server. Others are refused. */
export function guardedStages(all: { [name: string]: unknown }): { [name: `$${string}`]: Stage } {
  const guarded: { [name: `$${string}`]: Stage } = {};
  for (const name of byJavaScriptRules) {
    const original = all[name] as Stage | undefined;
    if (original === undefined) continue;
    guarded[name as `$${string}`] = (docs, operand, options) =>
      original(
        docs.map((doc) => plainNumbers(name, doc)),
        operand,
        options,
      );
  }
  return guarded;
}
