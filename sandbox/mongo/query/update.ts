/** Updates by operators, by replacement and by pipeline: a document in, a new document out. */
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { copyDeep, type Doc, isDocument, valueForAnswer } from '../values.ts';
import { compileFilter, type DocumentTest, hasOperators } from './filter.ts';
import { equal } from './order.ts';
import { type Path, parsePath } from './paths.ts';
import { runPipelineUpdate } from './pipeline.ts';
import { matchedPosition } from './positional.ts';
import { absent, changesOnlyWhatIsThere, checks, operators } from './update-operators.ts';
import { eachTarget, removeAt, setAt, type Targeting } from './update-targets.ts';
import { isRegExp } from './value-tests.ts';

export interface UpdateRequest {
  readonly filter: Doc;
  readonly update: unknown;
  readonly arrayFilters?: readonly Doc[] | undefined;
  readonly variables?: Doc | undefined;
}

/** Gives the document as it shall be. `isInsert` says that it is an upsert's new document. */
export type Updater = (doc: Doc, isInsert?: boolean) => Doc;

/** What one operator does to one field. */
interface Change {
  readonly operator: string;
  readonly name: string;
  readonly path: Path;
  readonly operand: unknown;
}

export function compileUpdate({ filter, update, arrayFilters = [], variables }: UpdateRequest): Updater {
  if (Array.isArray(update)) return (doc) => keepingId(doc, runPipelineUpdate(doc, update, variables));
  if (!isDocument(update)) throw new MongoError(9, 'Update argument must be either an object or an array');
  if (isReplacement(update)) return replacement(update);
  const changes = parseChanges(update);
  const filters = parseArrayFilters(arrayFilters, changes);
  return (doc, isInsert = false) => {
    const changed = copyDeep(doc);
    const position = (array: Path): number => matchedPosition(doc, array, filter);
    for (const change of changes) {
      if (change.operator === '$setOnInsert' && !isInsert) continue;
      if (change.operator === '$rename') rename(changed, change.path, parsePath(String(change.operand)));
      else applyChange(changed, change, { filters, position });
    }
    return keepingId(doc, changed);
  };
}

export function isReplacement(update: unknown): boolean {
  return isDocument(update) && !Object.keys(update)[0]?.startsWith('$');
}

function replacement(update: Doc): Updater {
  const bad = Object.keys(update).find((name) => name.startsWith('$'));
  if (bad !== undefined)
    throw new MongoError(52, `The dollar ($) prefixed field '${bad}' is not valid for storage.`);
  return (doc) => keepingId(doc, '_id' in update || !('_id' in doc) ? update : { _id: doc._id, ...update });
}

/** The field `_id` leads every stored document. */
export function idFirst(doc: Doc): Doc {
  if (!('_id' in doc) || Object.keys(doc)[0] === '_id') return doc;
  const { _id, ...others } = doc;
  return { _id, ...others };
}

function keepingId(before: Doc, after: Doc): Doc {
  if ('_id' in before && !equal(before._id, after._id))
    throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  return idFirst(after);
}

function parseChanges(update: Doc): Change[] {
  const changes = Object.entries(update).flatMap(([operator, fields]) => {
    if (operator === '$bit') throw notImplemented('$bit');
    if (!Object.hasOwn(operators, operator) && operator !== '$rename')
      throw new MongoError(9, `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline`);
    if (!isDocument(fields))
      throw new MongoError(9, `Modifiers operate on fields: ${operator}: ${valueForAnswer(fields)}`);
    return Object.entries(fields).map(([name, operand]) => parseChange(operator, name, operand));
  });
  refuseConflicts(changes);
  return changes.sort((a, b) => comparePaths(a.path, b.path));
}

function parseChange(operator: string, name: string, operand: unknown): Change {
  const path = parsePath(name);
  if (path.includes('')) throw new MongoError(56, `The update path '${name}' contains an empty field name.`);
  if (path[0]?.startsWith('$'))
    throw new MongoError(52, `The dollar ($) prefixed field '${name}' is not valid for storage.`);
  checks[operator]?.(operand, name);
  return { operator, name, path, operand };
}

function refuseConflicts(changes: readonly Change[]): void {
  const targets = changes.flatMap(({ operator, name, operand }) =>
    operator === '$rename' ? [name, String(operand)] : [name],
  );
  const seen = new Set<string>();
  for (const name of targets.sort((a, b) => a.length - b.length)) {
    const path = parsePath(name);
    const prefixes = path.map((_part, i) => path.slice(0, i + 1).join('.'));
    const conflict = prefixes.find((prefix) => seen.has(prefix));
    if (conflict)
      throw new MongoError(40, `Updating the path '${name}' would create a conflict at '${conflict}'`);
    seen.add(name);
  }
}

/** New fields come in the order of their names, numbers by value, whatever the order of the request. */
function comparePaths(a: Path, b: Path): number {
  const i = a.findIndex((part, position) => part !== b[position]);
  const [x, y] = [a[i], b[i]];
  if (x === undefined || y === undefined) return a.length - b.length;
  const areNumbers = /^\d+$/.test(x) && /^\d+$/.test(y);
  return areNumbers ? Number(x) - Number(y) : x < y ? -1 : 1;
}

function applyChange(doc: Doc, { operator, name, path, operand }: Change, where: Targeting): void {
  const creates = !changesOnlyWhatIsThere.has(operator);
  eachTarget(doc, path, { ...where, creates }, (container, key, value) => {
    const result = operators[operator]?.(value, operand, { name, doc });
    if (result === absent) removeAt(container, key);
    else if (result !== undefined) setAt(container, key, result);
  });
}

function rename(doc: Doc, from: Path, to: Path): void {
  let moved: unknown;
  eachTarget(doc, from, {}, (container, key, value) => {
    if (Array.isArray(container)) throw badValue('The source field cannot be an array element');
    moved = value;
    delete container[key];
  });
  if (moved === undefined) return;
  eachTarget(doc, to, { creates: true }, (container, key) => {
    if (Array.isArray(container)) throw badValue('The destination field cannot be an array element');
    delete container[key];
    setAt(container, key, moved);
  });
}

function parseArrayFilters(filters: readonly Doc[], changes: readonly Change[]): Map<string, DocumentTest> {
  const tests = new Map<string, DocumentTest>();
  const used = new Set(changes.flatMap(({ path }) => path.map((part) => /^\$\[(.*)\]$/.exec(part)?.[1])));
  for (const filter of filters) {
    const [identifier = '', ...others] = identifiersIn(filter);
    const failed = (what: string): MongoError =>
      new MongoError(9, `The array filter '${identifier}' ${what}`);
    if (identifier === '' || others.length > 0) throw failed('needs a single top-level field name');
    if (tests.has(identifier)) throw failed('is given twice');
    if (!used.has(identifier)) throw failed('was not used in the update');
    tests.set(identifier, compileFilter(filter));
  }
  return tests;
}

function identifiersIn(filter: Doc): Set<string> {
  const names = Object.entries(filter).flatMap(([name, condition]) => {
    if (!name.startsWith('$')) return [parsePath(name)[0] ?? ''];
    const parts = Array.isArray(condition) ? condition.filter(isDocument) : [];
    return parts.flatMap((part) => [...identifiersIn(part)]);
  });
  return new Set(names);
}

/** The document that an upsert begins with: what the filter says must be equal. */
export function upsertSeed(filter: Doc, seed: Doc = {}): Doc {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition.filter(isDocument)) upsertSeed(part, seed);
    } else if (!name.startsWith('$')) {
      const value = hasOperators(condition) ? condition.$eq : condition;
      if (value === undefined || isRegExp(value)) continue;
      eachTarget(seed, parsePath(name), { creates: true }, (container, key) => setAt(container, key, value));
    }
  }
  return seed;
}
