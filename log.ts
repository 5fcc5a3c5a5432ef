/**
 * The log. Errors of libraries carry what must not be in it: grammY's the bot's token and what a person wrote, MongoDB's
 * the value of a unique key (a national code), ioredis' the command with its arguments. So an error is logged by a list
 * of what may be known of it, and its words are cleaned.
 */
import { type DestinationStream, type Logger, pino } from 'pino';

/** What a log line tells of an error. */
export interface LoggedError {
  type: string;
  message: string;
  stack?: string;
  /** Of Node, MongoDB and undici: `ECONNREFUSED`, `11000`. */
  code?: string | number;
  /** Of a refused Bot API call. */
  method?: string;
  error_code?: number;
  description?: string;
  cause?: LoggedError;
}

/** A second wall: these words of our own records are never logged. pino looks no deeper than it is told. */
const REDACTED = ['token', 'nationalCode', 'mobile', '*.token', '*.nationalCode', '*.mobile'];

/** Longer chains of causes are cut: an error may be its own cause. */
const CAUSES = 5;

/** What is secret or personal wherever it stands in a sentence, and what is put in its place. */
const SECRETS: readonly [RegExp, string][] = [
  [/\bbot\d+:[^/\s"']+/g, 'bot<token>'],
  [/\b\d+:[\w-]{16,}/g, '<token>'],
  [/\bBearer\s+[^\s"']+/gi, 'Bearer <token>'],
  // A name and a password in the address of a database.
  [/\/\/[^/\s@]+@/g, '//<secret>@'],
  // National codes, mobiles and card numbers, in the digits of any keyboard; counts, ports and lines are shorter.
  [/\p{Nd}{7,}/gu, '<digits>'],
];

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, redact: REDACTED, serializers: { err: loggedError } };
  return destination ? pino(options, destination) : pino(options);
}

/** What may be logged of whatever was thrown. */
export function loggedError(thrown: unknown): LoggedError {
  return describe(thrown, CAUSES);
}

function describe(thrown: unknown, causesLeft: number): LoggedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: cleaned(String(thrown)) };
  const { code, method, error_code, description, cause, error } = thrown as Error & Record<string, unknown>;
  // grammY keeps the cause of its errors under `error`.
  const inner = [cause, error].find((candidate) => candidate instanceof Error);
  return {
    type: thrown.name,
    message: cleaned(thrown.message),
    ...(thrown.stack !== undefined && { stack: cleaned(thrown.stack) }),
    ...(typeof code === 'string' && { code: cleaned(code) }),
    ...(typeof code === 'number' && { code }),
    ...(typeof method === 'string' && { method: cleaned(method) }),
    ...(typeof error_code === 'number' && { error_code }),
    ...(typeof description === 'string' && { description: cleaned(description) }),
    ...(inner !== undefined && causesLeft > 0 && { cause: describe(inner, causesLeft - 1) }),
  };
}

function cleaned(words: string): string {
  return SECRETS.reduce((text, [secret, instead]) => text.replace(secret, instead), words);
}
