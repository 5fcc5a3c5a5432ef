/** A write command is a list of statements, of which one may fail without the others. */
import type { Call } from '../call.ts';
import { badValue, MongoError, notImplemented } from '../errors.ts';
import { type Doc, isDocument, toNumber } from '../values.ts';

export interface WriteError extends Doc {
  index: number;
  code: number;
  errmsg: string;
}

const maxStatements = 100_000;

/** The statements of a command, as they came. */
export function statementsOf(call: Call, field: string): unknown[] {
  const statements = call.body[field];
  const size = Array.isArray(statements) ? statements.length : 0;
  if (!Array.isArray(statements) || size === 0 || size > maxStatements)
    throw new MongoError(16, `Write batch sizes must be between 1 and ${maxStatements}. Got ${size}.`);
  return statements;
}

/** The number under which a statement's outcome is remembered. */
export function statementId({ body: { stmtIds, stmtId } }: Call, index: number): number {
  return Array.isArray(stmtIds) ? toNumber(stmtIds[index]) : toNumber(stmtId ?? 0) + index;
}

/** Conflict between transactions, time over, and a number that is too old concern the command as a whole. */
const concernAll = new Set([112, 50, 225]);

/** What is wrong with one statement is reported beside the outcome of the others. */
export function toWriteError(error: unknown, index: number): WriteError {
  if (!(error instanceof MongoError) || concernAll.has(error.code)) throw error;
  return { index, code: error.code, errmsg: error.message, ...error.details };
}

/** Does a command go on after a statement has failed? */
export function goesOn({ body, transaction }: Call): boolean {
  return body.ordered === false && !transaction;
}

/** Runs the statements one after the other, and gives what the answer says beside their counts. */
export async function eachStatement(
  call: Call,
  field: string,
  run: (statement: Doc, id: number, index: number) => Promise<Doc>,
): Promise<Doc> {
  const writeErrors: WriteError[] = [];
  const retriedStmtIds: unknown[] = [];
  for (const [index, statement] of statementsOf(call, field).entries()) {
    try {
      if (!isDocument(statement) || !isDocument(statement.q)) throw badValue(`${field} needs a query q`);
      refuseCollation(statement.collation);
      const outcome = await run(statement, statementId(call, index), index);
      if (Array.isArray(outcome.retriedStmtIds)) retriedStmtIds.push(...outcome.retriedStmtIds);
    } catch (error) {
      writeErrors.push(toWriteError(error, index));
      if (!goesOn(call)) break;
    }
  }
  return {
    ...(writeErrors.length > 0 ? { writeErrors } : {}),
    ...(retriedStmtIds.length > 0 ? { retriedStmtIds } : {}),
  };
}

export function refuseCollation(collation: unknown): void {
  if (isDocument(collation) && Object.keys(collation).length > 0 && collation.locale !== 'simple')
    throw notImplemented('collations other than the simple one');
}
