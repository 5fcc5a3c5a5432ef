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

interface Memory {
  number: Long;
  usedAtMs: number;
  /** By statement of the command; a transaction's commit is under `commit`. */
  readonly outcomes: Map<number | 'commit', Doc>;
}

export class RetryMemory {
  readonly #sessions = new Map<string, Memory>();

  /** What the statement did before, if this is a repetition. A number below the latest is refused. */
  recall({ session, number }: Retry, statement: number | 'commit'): Doc | undefined {
    const memory = this.#sessions.get(session);
    if (memory === undefined || memory.number.lessThan(number)) return undefined;
    if (memory.number.greaterThan(number)) {
      throw new MongoError(
        225,
        `Retryable write with txnNumber ${number} is prohibited on session because a newer one, ${memory.number}, has begun`,
      );
    }
    return memory.outcomes.get(statement);
  }

  remember({ session, number }: Retry, statement: number | 'commit', outcome: Doc): void {
    const known = this.#sessions.get(session);
    if (known?.number.equals(number)) {
      known.outcomes.set(statement, outcome);
      known.usedAtMs = Date.now();
    } else
      this.#sessions.set(session, {
        number,
        usedAtMs: Date.now(),
        outcomes: new Map([[statement, outcome]]),
      });
  }

  /** The note of a log that `restore` reads. */
  toNote({ session, number }: Retry, statement: number | 'commit', outcome: Doc): Doc {
    return { type: 'retry', session, number, statement, outcome };
  }

  restore(note: Doc): void {
    const retry = { session: note.session as string, number: note.number as Long };
    this.remember(retry, note.statement as number | 'commit', note.outcome as Doc);
  }

  notes(): Doc[] {
    const notes: Doc[] = [];
    for (const [session, { number, outcomes }] of this.#sessions) {
      for (const [statement, outcome] of outcomes)
        notes.push(this.toNote({ session, number }, statement, outcome));
    }
    return notes;
  }

  end(session: string): void {
    this.#sessions.delete(session);
  }

  /** Forgets sessions that nobody has used for longer than a session lives. */
  expire(lifetimeMs: number, nowMs: number): void {
    const oldest = nowMs - lifetimeMs;
    for (const [session, { usedAtMs }] of this.#sessions)
      if (usedAtMs < oldest) this.#sessions.delete(session);
  }
}

export function toLong(value: unknown): Long {
  return Long.isLong(value) ? value : Long.fromNumber(Number(value));
}
