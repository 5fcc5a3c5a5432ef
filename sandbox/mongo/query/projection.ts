/** What find's projection, `$project`, `$addFields` and `$unset` make of a document. */
import { badValue, notImplemented } from '../errors.ts';
import { type Doc, field, isDocument, isNumeric, setField, toNumber } from '../values.ts';
import { type ExpressionCompiler, elementTest, isTrue } from './filter.ts';
import { parsePath } from './paths.ts';
import { matchedPosition } from './positional.ts';

export type Projector = (doc: Doc) => Doc;

/** What is done with one field: shown, hidden, computed, or something done with the fields inside it. */
type Node = 'show' | 'hide' | { compute: (doc: Doc, value: unknown) => unknown } | Tree;
type Tree = Map<string, Node>;
type Mode = 'include' | 'exclude' | 'add';

interface Compiling {
  readonly expressions: ExpressionCompiler;
  /** The query, by which `field.$` knows its element. Only find has one, and `$slice` and `$elemMatch` as projections. */
  readonly query?: Doc | undefined;
}

/** Compiles the projection of find or the operand of `$project`. */
export function compileProjection(spec: Doc, compiling: Compiling): Projector {
  const tree: Tree = new Map();
  let mode: Mode | undefined;
  for (const [name, rule] of flatten(spec)) {
    const node = toNode(name, rule, compiling);
    if (name !== '_id' && (node === 'show' || (node !== 'hide' && !isFindOperator(rule, compiling))))
      mode = agree(mode, 'include', name);
    if (name !== '_id' && node === 'hide') mode = agree(mode, 'exclude', name);
    plant(tree, name.endsWith('.$') ? name.slice(0, -2) : name, node);
  }
  const onlyId = tree.size === 1 && tree.get('_id');
  const chosen = mode ?? (onlyId === 'show' ? 'include' : 'exclude');
  if (chosen === 'include' && !tree.has('_id')) tree.set('_id', 'show');
  return (doc) => project(doc, doc, tree, chosen);
}

/** Compiles the operand of `$addFields` and `$set`. */
export function compileAddFields(spec: Doc, expressions: ExpressionCompiler): Projector {
  const tree: Tree = new Map();
  for (const [name, rule] of flatten(spec)) plant(tree, name, computed(rule, expressions));
  return (doc) => project(doc, doc, tree, 'add');
}

function agree(mode: Mode | undefined, wanted: Mode, name: string): Mode {
  if (mode === undefined || mode === wanted) return wanted;
  const [doing, other] = wanted === 'include' ? ['inclusion', 'exclusion'] : ['exclusion', 'inclusion'];
  throw badValue(`Cannot do ${doing} on field ${name} in ${other} projection`);
}

/** Documents that are no expressions mean the fields inside them. */
function* flatten(spec: Doc, prefix = ''): Generator<[string, unknown]> {
  for (const [key, rule] of Object.entries(spec)) {
    const isNested =
      isDocument(rule) && Object.keys(rule).length > 0 && !Object.keys(rule)[0]?.startsWith('$');
    if (isNested) yield* flatten(rule, `${prefix}${key}.`);
    else yield [prefix + key, rule];
  }
}

function toNode(name: string, rule: unknown, { expressions, query }: Compiling): Node {
  if (typeof rule === 'boolean' || isNumeric(rule)) {
    if (query && name.endsWith('.$'))
      return { compute: (doc, value) => matchedElement(doc, value, name.slice(0, -2), query) };
    return isTrue(rule) ? 'show' : 'hide';
  }
  if (query && isDocument(rule)) {
    if ('$slice' in rule) return { compute: (_doc, value) => slice(value, rule.$slice) };
    if ('$elemMatch' in rule) {
      const test = elementTest(rule.$elemMatch, expressions);
      return { compute: (_doc, value) => firstOf(value, test) };
    }
    if ('$meta' in rule) throw notImplemented('$meta');
  }
  return computed(rule, expressions);
}

/** `$slice` leaves the other fields as they are; so do not take it for an inclusion. */
function isFindOperator(rule: unknown, { query }: Compiling): boolean {
  return query !== undefined && isDocument(rule) && '$slice' in rule;
}

function computed(rule: unknown, expressions: ExpressionCompiler): Node {
  const evaluate = expressions(rule);
  return { compute: (doc) => evaluate(doc) };
}

function plant(tree: Tree, name: string, node: Node): void {
  const path = parsePath(name);
  let branch = tree;
  for (const part of path.slice(0, -1)) {
    let inner = branch.get(part);
    if (inner === undefined) {
      inner = new Map();
      branch.set(part, inner);
    }
    if (!(inner instanceof Map)) throw badValue(`Path collision at ${name}`);
    branch = inner;
  }
  const last = path.at(-1) as string;
  if (branch.has(last)) throw badValue(`Path collision at ${name}`);
  branch.set(last, node);
}

function project(root: Doc, doc: Doc, tree: Tree, mode: Mode): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.get(name);
    const value = doc[name];
    if (node === undefined) {
      if (mode !== 'include') setField(result, name, value);
    } else if (node === 'show') setField(result, name, value);
    else if (node === 'hide') continue;
    else if (node instanceof Map) assign(result, name, inside(root, value, node, mode));
    else if (mode !== 'include') assign(result, name, node.compute(root, value));
  }
  for (const [name, node] of tree) addComputed(root, doc, result, name, node, mode);
  return result;
}

/** What is computed and was not there: behind the fields that were, in the order of the specification. */
function addComputed(root: Doc, doc: Doc, result: Doc, name: string, node: Node, mode: Mode): void {
  if (typeof node === 'string') return;
  const isMissing = field(doc, name) === undefined;
  if (!(node instanceof Map)) {
    if (isMissing || mode === 'include') assign(result, name, node.compute(root, field(doc, name)));
  } else if (isMissing && hasComputed(node)) assign(result, name, project(root, {}, node, mode));
}

function hasComputed(tree: Tree): boolean {
  return [...tree.values()].some((node) =>
    node instanceof Map ? hasComputed(node) : typeof node !== 'string',
  );
}

function inside(root: Doc, value: unknown, tree: Tree, mode: Mode): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => inside(root, item, tree, mode)).filter((item) => item !== undefined);
  }
  if (isDocument(value)) return project(root, value, tree, mode);
  if (hasComputed(tree)) return project(root, {}, tree, mode);
  return mode === 'include' ? undefined : value;
}

function assign(result: Doc, name: string, value: unknown): void {
  if (value !== undefined) setField(result, name, value);
}

function slice(value: unknown, rule: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (!Array.isArray(rule)) {
    const count = toNumber(rule);
    return count >= 0 ? value.slice(0, count) : value.slice(count);
  }
  const [skip, count] = rule.map(toNumber) as [number, number];
  const start = skip >= 0 ? skip : Math.max(0, value.length + skip);
  return value.slice(start, start + count);
}

function firstOf(value: unknown, test: (element: unknown) => boolean): unknown[] | undefined {
  const found = Array.isArray(value) ? value.find(test) : undefined;
  return found === undefined ? undefined : [found];
}

function matchedElement(doc: Doc, value: unknown, name: string, query: Doc): unknown {
  return Array.isArray(value) ? [value[matchedPosition(doc, parsePath(name), query)]] : value;
}
