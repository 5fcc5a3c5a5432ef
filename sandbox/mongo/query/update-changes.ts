/** The reading of an update with operators, before it meets a document. */
import { MongoError } from '../errors.ts';
import { type Doc, isDocument, valueForAnswer } from '../values.ts';
import { type Path, parsePath } from './paths.ts';
import { type UpdateOperator, updateOperators } from './update-operators.ts';

export interface Change {
  readonly operator: UpdateOperator;
  readonly name: string;
  readonly path: Path;
  readonly operand: unknown;
}

export function parseChanges(update: Doc): Change[] {
  const changes: Change[] = [];
  for (const [operatorName, fields] of Object.entries(update)) {
    const operator = updateOperators[operatorName];
    if (operator === undefined) {
      throw new MongoError(
        9,
        `Unknown modifier: ${operatorName}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDocument(fields)) {
      throw new MongoError(
        9,
        `Modifiers operate on fields but we found type ${typeof fields} instead. For example: {$mod: {<field>: ...}} not {${operatorName}: ${valueForAnswer(fields)}}`,
      );
    }
    for (const [name, operand] of Object.entries(fields))
      changes.push(parseChange(operator, operatorName, name, operand));
  }
  refuseConflicts(changes);
  return changes.sort((a, b) => comparePaths(a.path, b.path));
}

function parseChange(operator: UpdateOperator, operatorName: string, name: string, operand: unknown): Change {
  const path = parsePath(name);
  if (path.includes(''))
    throw new MongoError(56, `The update path '${name}' contains an empty field name, which is not allowed.`);
  if (path[0]?.startsWith('$')) {
    throw new MongoError(
      52,
      `The dollar ($) prefixed field '${path[0]}' in '${name}' is not valid for storage.`,
    );
  }
  operator.check?.(operand, name, operatorName);
  return { operator, name, path, operand };
}

function refuseConflicts(changes: readonly Change[]): void {
  const targets = changes.flatMap(({ operator, name, operand }) =>
    operator === updateOperators.$rename ? [name, String(operand)] : [name],
  );
  const seen = new Set<string>();
  for (const name of targets.sort((a, b) => a.length - b.length)) {
    const parts = parsePath(name);
    for (let depth = 1; depth <= parts.length; depth++) {
      const prefix = parts.slice(0, depth).join('.');
      if (seen.has(prefix))
        throw new MongoError(40, `Updating the path '${name}' would create a conflict at '${prefix}'`);
    }
    seen.add(name);
  }
}

/** New fields come in the order of their names, numbers by value, whatever the order of the request. */
function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as string, b[i] as string];
    if (x === y) continue;
    const areNumbers = /^\d+$/.test(x) && /^\d+$/.test(y);
    return areNumbers ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return a.length - b.length;
}
