/**
 * Remembers, for each session, what its latest numbered write has done, so that the same write sent again is not done
 * again. The memory is part of the commit that did the work and comes back with it after a restart.
 */
import { Long } from 'bson';
import { MongoError } from '../errors.ts';
import type { Doc } from '../values.ts';

export interface Retry {
  readonly session: string;
  readonly number: Long;
}

/** The number of a command's statement; a transaction's commit has a name. */
type Statement = number | 'commit';

interface Memory {
  readonly number: Long;
  readonly outcomes: Map<Statement, Doc>;
  usedAtMs: number;
}

export class RetryMemory {
  readonly #sessions = new Map<string, Memory>();

  /** What the statement did before, if this is a repetition. A number below the latest is refused. */
  recall({ session, number }: Retry, statement: Statement): Doc | undefined {
    const memory = this.#sessions.get(session);
    if (memory === undefined || memory.number.lessThan(number)) return undefined;
    if (memory.number.equals(number)) return memory.outcomes.get(statement);
    const newer = `a newer one, ${memory.number}, has begun on the session`;
    throw new MongoError(225, `Retryable write with txnNumber ${number} is prohibited because ${newer}`);
  }

  remember({ session, number }: Retry, statement: Statement, outcome: Doc): void {
    const known = this.#sessions.get(session);
    const outcomes = known?.number.equals(number) ? known.outcomes : new Map<Statement, Doc>();
    this.#sessions.set(session, { number, outcomes: outcomes.set(statement, outcome), usedAtMs: Date.now() });
  }

  /** The note of a log that `restore` reads. */
  toNote({ session, number }: Retry, statement: Statement, outcome: Doc): Doc {
    return { type: 'retry', session, number, statement, outcome };
  }

  restore({ session, number, statement, outcome }: Doc): void {
    const retry = { session: session as string, number: number as Long };
    this.remember(retry, statement as Statement, outcome as Doc);
  }

  notes(): Doc[] {
    return [...this.#sessions].flatMap(([session, { number, outcomes }]) =>
      [...outcomes].map(([statement, outcome]) => this.toNote({ session, number }, statement, outcome)),
    );
  }

  end(session: string): void {
    this.#sessions.delete(session);
  }

  /** Forgets sessions that nobody has used for longer than a session lives. */
  expire(lifetimeMs: number, nowMs: number): void {
    for (const [session, { usedAtMs }] of this.#sessions)
      if (usedAtMs < nowMs - lifetimeMs) this.#sessions.delete(session);
  }
}

export function toLong(value: unknown): Long {
  return Long.isLong(value) ? value : Long.fromNumber(Number(value));
}
