/** A national code as it is typed, forwarded or written among words; and what was wrong with it. */
import { personalNumbersIn } from '../../services/identity/personal-numbers.ts';
import { bareDigits, readNationalCode } from '../../services/identity/rules.ts';
import type { Reading } from './prompt.ts';

export type TypedCode = { type: 'national-code'; nationalCode: string } | Extract<Reading, { type: 'wrong' }>;

export function readTypedCode(text: string): TypedCode {
  const read = readNationalCode(text);
  switch (read.type) {
    case 'national-code':
      return read;
    case 'not-a-number': {
      const nationalCode = personalNumbersIn(text).nationalCode;
      return nationalCode
        ? { type: 'national-code', nationalCode }
        : { type: 'wrong', key: 'national-code-not-a-number' };
    }
    case 'wrong-length':
      return { type: 'wrong', key: 'national-code-wrong-length', params: { digits: read.digits } };
    case 'wrong-check-digit':
      return { type: 'wrong', key: 'national-code-wrong', params: { typed: bareDigits(text) ?? '' } };
  }
}
