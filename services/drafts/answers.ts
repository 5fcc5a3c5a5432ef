/** The answers of a draft as this version of the bot understands them. Pure. */
import { z } from 'zod';
import { type Answers, type Draft, WANTED, WHOSE } from '../../models/draft.ts';
import { PAYERS } from '../../models/enrolment.ts';

const SHAPES: { readonly [Name in keyof Answers]-?: z.ZodType<NonNullable<Answers[Name]>> } = {
  mobile: z.string().regex(/^09\d{9}$/),
  byText: z.literal(true),
  mobileCode: z.string().regex(/^[0-9a-f]{24}$/),
  nationalCode: z.string().regex(/^\d{10}$/),
  zerosMissing: z.number().int().min(1).max(2),
  courseCode: z.string().min(1).max(32),
  amountRials: z.number().int().positive(),
  wanted: z.enum(WANTED),
  trainee: z.string().regex(/^[0-9a-f]{24}$/),
  whose: z.enum(WHOSE),
  candidate: z.string().regex(/^[0-9a-f]{24}$/),
  exemption: z.string().min(1).max(32),
  payer: z.enum(PAYERS),
  deed: z.string().min(1).max(80),
  fileId: z.string().max(300),
  reason: z.string().min(1).max(500),
};

/**
 * Leaves out what another version wrote and this one cannot use: it is asked for again. The document keeps it, so that
 * going back to the other version loses nothing either.
 */
export function readableAnswers(stored: Answers): Answers {
  const readable = Object.entries(SHAPES).flatMap(([name, shape]) => {
    const read = shape.safeParse(stored[name as keyof Answers]);
    return read.success ? [[name, read.data]] : [];
  });
  return Object.fromEntries(readable);
}

/** The draft with the answers that can be used. */
export const readable = (draft: Draft): Draft => ({ ...draft, answers: readableAnswers(draft.answers) });
