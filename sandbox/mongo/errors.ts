import type { Document } from 'bson';

/** The server's names of the error codes that this server can answer with. */
const codeNames = {
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  16: 'InvalidLength',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  112: 'WriteConflict',
  117: 'ConflictingOperationInProgress',
  115: 'CommandNotSupported',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  225: 'TransactionTooOld',
  238: 'NotImplemented',
  241: 'ConversionFailure',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  263: 'OperationNotSupportedInTransaction',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
  13113: 'MergeStageNoMatchingDocument',
  14031: 'OutOfDiskSpace',
  40324: 'Location40324',
  51183: 'Location51183',
} as const;

export type ErrorCode = keyof typeof codeNames;

/** A failure that is answered to the client in the server's own terms. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly labels: readonly string[];
  /** Fields that the answer carries beside code and message, such as `keyPattern`. */
  readonly details: Document;

  constructor(code: ErrorCode, message: string, details: Document = {}, labels: readonly string[] = []) {
    super(message);
    this.code = code;
    this.codeName = codeNames[code];
    this.details = details;
    this.labels = labels;
  }

  /** The fields of an answer that says the command failed. */
  toAnswer(): Document {
    return {
      ok: 0,
      errmsg: this.message,
      code: this.code,
      codeName: this.codeName,
      ...this.details,
      ...(this.labels.length > 0 ? { errorLabels: this.labels } : {}),
    };
  }
}

export function badValue(message: string): MongoError {
  return new MongoError(2, message);
}

/** The real server can do this; this one says so instead of answering wrongly. */
export function notImplemented(what: string): MongoError {
  return new MongoError(238, `The sandbox's MongoDB does not do this: ${what}`);
}

export function writeConflict(): MongoError {
  const message = 'Write conflict during plan execution. Please retry your operation or transaction.';
  return new MongoError(112, message, {}, ['TransientTransactionError']);
}
