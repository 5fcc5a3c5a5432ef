import { expect, test } from '@jest/globals';
import { centreAndKind } from '../../../../bot/screens/centre-kind.ts';
import { loadTexts } from '../../../../texts/texts.ts';

const { fa, en } = loadTexts();

test.each([
  ['مرکز توس', 'state', 'مرکز توس (دولتی)', 'State centre مرکز توس'],
  ['آموزشگاه آزاد نگارین', 'private', 'آموزشگاه آزاد نگارین', 'Private institute آموزشگاه آزاد نگارین'],
  ['مرکز دولتي كار', 'state', 'مرکز دولتي كار', 'State centre مرکز دولتي كار'],
] as const)(
  '%s is named with its kind, unless its name has it for who reads Persian',
  (name, kind, inFa, inEn) => {
    expect(centreAndKind(fa, { name, kind })).toBe(inFa);
    expect(centreAndKind(en, { name, kind })).toBe(inEn);
  },
);
