/** The books as a whole, read for the audit straight from where medici keeps them; nothing is written here. */
import type { ClientSession, Connection } from 'mongoose';
import { z } from 'zod';
import { ENTRY_KINDS, type EntryKind } from './ledger.ts';

/** One line of a journal. */
export interface BookEntry {
  journal: string;
  kind: EntryKind;
  /** A wallet (`accounts.ts`), `Gateway` or `Fees:<course>`. */
  account: string;
  /** Positive when the account was credited, negative when it was debited. */
  amountRials: number;
  /** Course code for a fee and its refund; the bank's reference for a top-up. */
  about: string;
  at: Date;
}

export interface Books {
  /** Every line of every journal, as the session's transaction sees them. */
  entries(session: ClientSession): Promise<BookEntry[]>;
}

const storedSchema = z.object({
  _journal: z.unknown().transform(String),
  memo: z.enum(ENTRY_KINDS),
  accounts: z.string(),
  credit: z.number(),
  debit: z.number(),
  datetime: z.date(),
  meta: z.object({ about: z.string().default('') }).default({ about: '' }),
});

export function createBooks(connection: Connection): Books {
  return {
    async entries(session) {
      const stored = await connection.collection('medici_transactions').find({}, { session }).toArray();
      return stored.map((line) => {
        const { _journal, memo, accounts, credit, debit, datetime, meta } = storedSchema.parse(line);
        return {
          journal: _journal,
          kind: memo,
          account: accounts,
          amountRials: credit - debit,
          about: meta.about,
          at: datetime,
        };
      });
    },
  };
}
