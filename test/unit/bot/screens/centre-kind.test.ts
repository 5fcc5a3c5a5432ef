import { expect, test } from '@jest/globals';
import { centreAndKind } from '../../../../bot/screens/centre-kind.ts';
import { loadTexts } from '../../../../texts/texts.ts';

const { fa, en } = loadTexts();

test.each([
  ['مرکز توس', 'state', 'مرکز توس (دولتی)', 'مرکز توس (state centre)'],
  ['آموزشگاه آزاد نگارین', 'private', 'آموزشگاه آزاد نگارین', 'آموزشگاه آزاد نگارین (private institute)'],
  ['مرکز دولتي كار', 'state', 'مرکز دولتي كار', 'مرکز دولتي كار (state centre)'],
] as const)(
  '%s is named with its kind, unless its name has it for who reads Persian',
  (name, kind, inFa, inEn) => {
    expect(centreAndKind(fa, { name, kind })).toBe(inFa);
    expect(centreAndKind(en, { name, kind })).toBe(inEn);
  },
);
