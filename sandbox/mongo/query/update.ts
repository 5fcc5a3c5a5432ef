/** Updates by operators, by replacement and by pipeline: a document in, a new document out. */
import { badValue, MongoError } from '../errors.ts';
import { copyDeep, type Doc, isDocument, setField } from '../values.ts';
import { compileFilter, type DocumentTest, hasOperators } from './filter.ts';
import { equal } from './order.ts';
import { type Path, parsePath } from './paths.ts';
import { runPipelineUpdate } from './pipeline.ts';
import { matchedPosition } from './positional.ts';
import { type Change, parseChanges } from './update-changes.ts';
import { absent, type OperatorContext, updateOperators } from './update-operators.ts';
import { eachTarget } from './update-targets.ts';

export interface UpdateRequest {
  readonly filter: Doc;
  readonly update: Doc | Doc[];
  readonly arrayFilters?: readonly Doc[] | undefined;
  readonly variables?: Doc | undefined;
}

/** Gives the document as it shall be. `isInsert` says that it is an upsert's new document. */
export type Updater = (doc: Doc, isInsert?: boolean) => Doc;

export function compileUpdate(request: UpdateRequest): Updater {
  const { update } = request;
  if (Array.isArray(update))
    return (doc) => keepingId(doc, runPipelineUpdate(doc, update, request.variables));
  if (!isDocument(update)) throw new MongoError(9, 'Update argument must be either an object or an array');
  const first = Object.keys(update)[0];
  if (first === undefined || !first.startsWith('$')) return replacement(update);
  const changes = parseChanges(update);
  const filters = parseArrayFilters(request.arrayFilters ?? [], changes);
  return (doc, isInsert = false) => {
    const changed = copyDeep(doc);
    const context: OperatorContext = { now: new Date() };
    const position = (array: Path): number => matchedPosition(doc, array, request.filter);
    for (const change of changes) {
      if (change.operator === updateOperators.$setOnInsert && !isInsert) continue;
      applyChange(changed, change, context, filters, position);
    }
    return keepingId(doc, changed);
  };
}

function applyChange(
  doc: Doc,
  { operator, name, path, operand }: Change,
  context: OperatorContext,
  filters: Map<string, DocumentTest>,
  position: (array: Path) => number,
): void {
  if (operator === updateOperators.$rename) {
    rename(doc, path, parsePath(String(operand)));
    return;
  }
  eachTarget(doc, path, { creates: operator.creates, filters, position }, (container, key, value) => {
    const result = operator.apply(value, operand, { ...context, name, doc });
    if (result === absent) removeField(container, key);
    else if (result !== undefined) setTarget(container, key, result);
  });
}

function setTarget(container: Doc | unknown[], key: string | number, value: unknown): void {
  if (!Array.isArray(container)) setField(container, String(key), value);
  else {
    while (container.length < Number(key)) container.push(null);
    container[Number(key)] = value;
  }
}

/** An element of an array is not taken out but becomes null, as `$unset` does. */
function removeField(container: Doc | unknown[], key: string | number): void {
  if (Array.isArray(container)) {
    if (Number(key) < container.length) container[Number(key)] = null;
  } else delete container[key];
}

function rename(doc: Doc, from: Path, to: Path): void {
  const nothing = { creates: false, filters: new Map(), position: () => 0 };
  let moved: unknown;
  eachTarget(doc, from, nothing, (container, key, value) => {
    if (Array.isArray(container)) throw badValue('The source field cannot be an array element');
    moved = value;
    delete container[key];
  });
  if (moved === undefined) return;
  eachTarget(doc, to, { ...nothing, creates: true }, (container, key) => {
    if (Array.isArray(container)) throw badValue('The destination field cannot be an array element');
    delete container[key];
    setField(container, String(key), moved);
  });
}

function parseArrayFilters(
  arrayFilters: readonly Doc[],
  changes: readonly Change[],
): Map<string, DocumentTest> {
  const filters = new Map<string, DocumentTest>();
  for (const filter of arrayFilters) {
    const names = [...identifiersIn(filter)];
    const [identifier] = names;
    if (identifier === undefined || names.length > 1) {
      throw new MongoError(
        9,
        `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${names.join("' and '")}'`,
      );
    }
    if (filters.has(identifier))
      throw new MongoError(
        9,
        `Found multiple array filters with the same top-level field name ${identifier}`,
      );
    filters.set(identifier, compileFilter(filter));
  }
  const used = new Set(
    changes.flatMap(({ path }) =>
      path.filter((part) => part.startsWith('$[')).map((part) => part.slice(2, -1)),
    ),
  );
  for (const identifier of filters.keys()) {
    if (!used.has(identifier))
      throw new MongoError(9, `The array filter for identifier '${identifier}' was not used in the update`);
  }
  return filters;
}

function identifiersIn(filter: Doc): Set<string> {
  return new Set(
    Object.entries(filter).flatMap(([name, condition]) => {
      if (!name.startsWith('$')) return [parsePath(name)[0] ?? ''];
      return Array.isArray(condition)
        ? condition.filter(isDocument).flatMap((part) => [...identifiersIn(part)])
        : [];
    }),
  );
}

function replacement(update: Doc): Updater {
  for (const name of Object.keys(update)) {
    if (name.startsWith('$'))
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${name}' in '${name}' is not valid for storage.`,
      );
  }
  return (doc) =>
    keepingId(doc, '_id' in update || !('_id' in doc) ? idFirst(update) : { _id: doc._id, ...update });
}

/** The field `_id` leads every stored document. */
export function idFirst(doc: Doc): Doc {
  if (!('_id' in doc) || Object.keys(doc)[0] === '_id') return doc;
  const { _id, ...others } = doc;
  return { _id, ...others };
}

function keepingId(before: Doc, after: Doc): Doc {
  if ('_id' in before && !equal(before._id, after._id)) {
    throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  return idFirst(after);
}

/** The document that an upsert begins with: what the filter says must be equal. */
export function upsertSeed(filter: Doc, seed: Doc = {}): Doc {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const part of condition) if (isDocument(part)) upsertSeed(part, seed);
    } else if (!name.startsWith('$')) {
      const value = hasOperators(condition) ? condition.$eq : condition;
      const isPattern =
        typeof value === 'object' &&
        value !== null &&
        '_bsontype' in value &&
        value._bsontype === 'BSONRegExp';
      if (value !== undefined && !isPattern) {
        const targets = { creates: true, filters: new Map(), position: () => 0 };
        eachTarget(seed, parsePath(name), targets, (container, key) => setTarget(container, key, value));
      }
    }
  }
  return seed;
}
