import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { comparable } from '../../../../services/courses/search.ts';

test.each([
  ['جوشكاري', 'جوشکاری', 'Arabic letters'],
  ['آرایشگری', 'ارایشگری', 'the hat of alef'],
  ['أتومبيل', 'اتومبیل', 'the hamza of alef'],
  ['دورهٔ', 'دوره', 'the hamza of the ending'],
  ['خیاطة', 'خیاطه', 'the round te'],
  ['برنامه\u200cنویسی', 'برنامه نویسی', 'the half-space'],
  ['مُکَمِّل', 'مکمل', 'vowel marks'],
  ['کـــار', 'کار', 'the stretching line'],
  ['دورهٔ ۲۰ ساعته', 'دوره 20 ساعته', 'Persian digits'],
  ['ICDL٢', 'icdl2', 'capitals and Arabic digits'],
  ['  رایانه   کار \n', 'رایانه کار', 'spaces'],
  ['\u200f\u200c\u200b', '', 'marks alone'],
])('%j compares as %j, whatever %s were typed', (typed, form) => {
  expect(comparable(typed)).toBe(form);
});

test('what is typed may be of any length and make', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (typed) => {
      const form = comparable(typed);
      expect(form).toBe(form.trim());
      expect(form).not.toMatch(/ {2}/);
    }),
  );
});
