/**
 * How often a person may have the statement of a wallet as a file: it reads all their entries. What was given is noted
 * with the person, so that it holds for all their chats and all our processes.
 */
import type { Types } from 'mongoose';
import type { Models } from '../../models/models.ts';
import type { Clock } from '../clock.ts';

/** `nextAt`: from when on they may ask again. */
export type FileClaim = { type: 'granted' } | { type: 'too-soon'; nextAt: Date };

export interface StatementFiles {
  /** Whether this person may have a file now. Who may counts as having got it, unless it is given up. */
  claim(person: Types.ObjectId): Promise<FileClaim>;
  /** The file did not reach the person: they may ask again at once. */
  giveUp(person: Types.ObjectId): Promise<void>;
}

const ONE_EACH_MS = 60_000;

export function createStatementFiles({ models, clock }: { models: Models; clock: Clock }): StatementFiles {
  const { Person } = models;
  return {
    async claim(person) {
      const now = clock();
      const notLately = { $not: { $gt: new Date(now.getTime() - ONE_EACH_MS) } };
      const claimed = await Person.updateOne(
        { _id: person, statementFileAt: notLately },
        { statementFileAt: now },
      );
      if (claimed.modifiedCount > 0) return { type: 'granted' };
      const { statementFileAt = now } = await Person.findById(person).orFail();
      return { type: 'too-soon', nextAt: new Date(statementFileAt.getTime() + ONE_EACH_MS) };
    },
    async giveUp(person) {
      await Person.updateOne({ _id: person }, { $unset: { statementFileAt: 1 } });
    },
  };
}
