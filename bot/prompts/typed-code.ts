/** A national code as it is typed, forwarded or written among words; and what was wrong with it. */
import type { Answers } from '../../models/draft.ts';
import { maskNationalCode, readNationalCode } from '../../services/identity/rules.ts';
import { tap } from '../callback-data.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';
import type { Reading } from './prompt.ts';

/** The answers in which a typed code is kept until it has done its work. */
export const TYPED_CODE = ['nationalCode', 'zerosMissing'] as const;

export type TypedCode =
  | { type: 'national-code'; nationalCode: string }
  /** What to do instead of going on. */
  | Extract<Reading, { type: 'wrong' | 'answer' }>;

/** `answers`: those of the form so far. A code that was offered before does not outlive what is sent instead of it. */
export function readTypedCode(text: string, answers: Answers): TypedCode {
  const read = readNationalCode(text);
  const forget = isOffered(answers) ? { forget: TYPED_CODE } : {};
  switch (read.type) {
    case 'national-code':
      return read;
    case 'zeros-missing': {
      const { nationalCode, digits } = read;
      return { type: 'answer', answers: { nationalCode, zerosMissing: nationalCode.length - digits } };
    }
    case 'several':
      return { type: 'wrong', key: 'national-code-several', ...forget };
    case 'no-number':
      return { type: 'wrong', key: 'national-code-not-a-number', ...forget };
    case 'wrong-length': {
      const { digits } = read;
      return { type: 'wrong', key: 'national-code-wrong-length', params: { digits }, ...forget };
    }
    case 'wrong-check-digit':
      return { type: 'wrong', key: 'national-code-wrong', params: { typed: read.typed }, ...forget };
  }
}

/** The code in the form is only offered: it was typed without its leading zeros. */
export const isOffered = ({ zerosMissing }: Answers): boolean => zerosMissing !== undefined;

/** "Is it this one, with its zeros?" The button gives the code that was kept as the answer. */
export function offerZeros({ nationalCode = '', zerosMissing = 0 }: Answers, { texts }: Visit): View {
  const masked = { nationalCode: maskNationalCode(nationalCode) };
  const digits = nationalCode.length - zerosMissing;
  return {
    text: texts.chat('national-code-zeros', { digits, missing: zerosMissing }),
    buttons: [[{ text: texts.plain('button-with-zeros', masked), data: tap.checkAgain.pack() }]],
  };
}
