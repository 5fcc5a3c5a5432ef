/** What find's projection, `$project`, `$addFields` and `$unset` make of a document. */
import { badValue, notImplemented } from '../errors.ts';
import { type Doc, field, isDocument, isNumeric, isTrue, setField, toNumber } from '../values.ts';
import { type ExpressionCompiler, elementTest } from './filter.ts';
import { parsePath } from './paths.ts';
import { matchedPosition } from './positional.ts';

export type Projector = (doc: Doc) => Doc;

/** What becomes of one field: shown, hidden, computed, or something done with the fields inside it. */
type Node = boolean | Compute | Tree;
type Compute = (doc: Doc, value: unknown) => unknown;
type Tree = Map<string, Node>;

interface Compiling {
  readonly expressions: ExpressionCompiler;
  /** The query, by which `field.$` knows its element. Only find has one, and `$slice` and `$elemMatch` as projections. */
  readonly query?: Doc | undefined;
}

/** Compiles the projection of find or the operand of `$project`. */
export function compileProjection(spec: Doc, compiling: Compiling): Projector {
  const tree: Tree = new Map();
  let includes: boolean | undefined;
  for (const [name, rule] of flatten(spec)) {
    const node = toNode(name, rule, compiling);
    // `$slice` leaves the other fields as they are; so it makes no inclusion.
    const isSlice = compiling.query !== undefined && isDocument(rule) && '$slice' in rule;
    const wanted = node !== false;
    if (name !== '_id' && !isSlice) {
      if (includes === !wanted)
        throw badValue(`Cannot mix inclusion and exclusion in a projection, field ${name}`);
      includes = wanted;
    }
    plant(tree, name.endsWith('.$') ? name.slice(0, -2) : name, node);
  }
  const onlyIncludesId = tree.size === 1 && tree.has('_id') && tree.get('_id') !== false;
  const isInclusion = includes ?? onlyIncludesId;
  if (isInclusion && !tree.has('_id')) tree.set('_id', true);
  return (doc) => project(doc, doc, tree, isInclusion);
}

/** Compiles the operand of `$addFields` and `$set`. */
export function compileAddFields(spec: Doc, expressions: ExpressionCompiler): Projector {
  const tree: Tree = new Map();
  for (const [name, rule] of flatten(spec)) plant(tree, name, expressions(rule));
  return (doc) => project(doc, doc, tree, false);
}

/** Documents that are no expressions mean the fields inside them. */
function* flatten(spec: Doc, prefix = ''): Generator<[string, unknown]> {
  for (const [key, rule] of Object.entries(spec)) {
    const [first] = isDocument(rule) ? Object.keys(rule) : [];
    if (first !== undefined && !first.startsWith('$')) yield* flatten(rule as Doc, `${prefix}${key}.`);
    else yield [prefix + key, rule];
  }
}

function toNode(name: string, rule: unknown, { expressions, query }: Compiling): Node {
  if (typeof rule === 'boolean' || isNumeric(rule)) {
    if (!query || !name.endsWith('.$')) return isTrue(rule);
    return (doc, value) => matchedElement(doc, value, name.slice(0, -2), query);
  }
  if (query && isDocument(rule)) {
    if ('$slice' in rule) return (_doc, value) => slice(value, rule.$slice);
    if ('$elemMatch' in rule) {
      const test = elementTest(rule.$elemMatch, expressions);
      return (_doc, value) => firstOf(value, test);
    }
    if ('$meta' in rule) throw notImplemented('$meta');
  }
  return expressions(rule);
}

function plant(tree: Tree, name: string, node: Node): void {
  const path = parsePath(name);
  const last = path.at(-1) as string;
  let branch = tree;
  for (const part of path.slice(0, -1)) {
    const inner = branch.get(part) ?? new Map();
    if (!(inner instanceof Map)) throw badValue(`Path collision at ${name}`);
    branch.set(part, inner);
    branch = inner;
  }
  if (branch.has(last)) throw badValue(`Path collision at ${name}`);
  branch.set(last, node);
}

/** Fields keep their places; what is computed and was not there comes behind them, in the order of the specification. */
function project(root: Doc, doc: Doc, tree: Tree, isInclusion: boolean): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.get(name) ?? !isInclusion;
    const value = doc[name];
    if (node === true) setField(result, name, value);
    else if (node instanceof Map) assign(result, name, inside(root, value, node, isInclusion));
    else if (node !== false && !isInclusion) assign(result, name, node(root, value));
  }
  for (const [name, node] of tree) {
    const value = field(doc, name);
    if (typeof node === 'function' && (isInclusion || value === undefined))
      assign(result, name, node(root, value));
    if (node instanceof Map && value === undefined && hasComputed(node))
      assign(result, name, project(root, {}, node, isInclusion));
  }
  return result;
}

function hasComputed(tree: Tree): boolean {
  return [...tree.values()].some((node) =>
    node instanceof Map ? hasComputed(node) : typeof node === 'function',
  );
}

function inside(root: Doc, value: unknown, tree: Tree, isInclusion: boolean): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => inside(root, item, tree, isInclusion)).filter((item) => item !== undefined);
  }
  if (isDocument(value)) return project(root, value, tree, isInclusion);
  if (hasComputed(tree)) return project(root, {}, tree, isInclusion);
  return isInclusion ? undefined : value;
}

function assign(result: Doc, name: string, value: unknown): void {
  if (value !== undefined) setField(result, name, value);
}

function slice(value: unknown, rule: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const [first = 0, count] = [rule].flat().map(toNumber);
  if (count === undefined) return first >= 0 ? value.slice(0, first) : value.slice(first);
  const start = first >= 0 ? first : Math.max(0, value.length + first);
  return value.slice(start, start + count);
}

function firstOf(value: unknown, test: (element: unknown) => boolean): unknown[] | undefined {
  const found = Array.isArray(value) ? value.findIndex(test) : -1;
  return Array.isArray(value) && found >= 0 ? [value[found]] : undefined;
}

function matchedElement(doc: Doc, value: unknown, name: string, query: Doc): unknown {
  return Array.isArray(value) ? [value[matchedPosition(doc, parsePath(name), query)]] : value;
}
