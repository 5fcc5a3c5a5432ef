/** National codes and mobiles at rest. */
import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Types } from 'mongoose';
import type { Sealed } from '../../../../models/sealed.ts';
import { createSeal, isSealed, type Place, type Seal } from '../../../../services/people/seal.ts';
import { anyNationalCode } from '../../../support/national-codes.ts';

const newKey = (id: string) => ({ id, key: randomBytes(32) });
const [old, fresh] = [newKey('k1'), newKey('k2')];
const hashKey = randomBytes(32);
const seal = createSeal({ sealKeys: [old], hashKey });

const places: fc.Arbitrary<Place> = fc.record({
  of: fc.constantFrom('person', 'draft'),
  id: fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 24, maxLength: 24 })
    .map((digits) => new Types.ObjectId(digits.join(''))),
  field: fc.constantFrom('nationalCode', 'mobile'),
});
const mobiles = fc
  .integer({ min: 0, max: 999_999_999 })
  .map((digits) => `09${String(digits).padStart(9, '0')}`);
const texts = fc.oneof(anyNationalCode, mobiles);
const place: Place = { of: 'person', id: new Types.ObjectId(), field: 'nationalCode' };

test('every code and every mobile comes back as it went in', () => {
  fc.assert(
    fc.property(texts, places, (text, where) => {
      expect(seal.open(seal.close(text, where), where)).toBe(text);
    }),
  );
});

test('what is stored tells nothing of it, and is never the same twice', () => {
  fc.assert(
    fc.property(texts, places, (text, where) => {
      const [first, second] = [seal.close(text, where), seal.close(text, where)];
      expect(first).not.toBe(second);
      expect(String(first)).not.toContain(text);
      expect([isSealed(first), isSealed(text)]).toEqual([true, false]);
    }),
  );
});

test('a text that was changed anywhere does not open', () => {
  const text = '0499370899';
  const sealed = String(seal.close(text, place));
  const changed = [...sealed].map((letter, index) => {
    const other = letter === 'A' ? 'Q' : 'A';
    return sealed.slice(0, index) + other + sealed.slice(index + 1);
  });
  expect(changed.filter((one) => opens(seal, one, place))).toEqual([]);
  expect(opens(seal, sealed.slice(0, -4), place)).toBe(false);
  expect(opens(seal, text, place)).toBe(false);
});

test('moved to another person, draft or field it does not open', () => {
  fc.assert(
    fc.property(texts, places, places, (text, where, elsewhere) => {
      const isMoved = JSON.stringify(where) !== JSON.stringify(elsewhere);
      expect(opens(seal, seal.close(text, where), elsewhere)).toBe(!isMoved);
    }),
  );
});

describe('after a new key was put before the old one', () => {
  const rotating = createSeal({ sealKeys: [fresh, old], hashKey });

  test('both open, and the new one seals', () => {
    const before = seal.close('09121234567', place);
    expect(rotating.open(before, place)).toBe('09121234567');
    expect(rotating.isCurrent(before)).toBe(false);
    const after = rotating.close('09121234567', place);
    expect(String(after)).toMatch(/^k2\./);
    expect(rotating.isCurrent(after)).toBe(true);
  });

  test('without a key its texts do not open, and the fault names the setting, not the text', () => {
    const sealed = rotating.close('09121234567', place);
    expect(() => seal.open(sealed, place)).toThrow(/PERSONAL_DATA_KEYS/);
    expect(() => seal.open(sealed, place)).not.toThrow(/09121234567/);
  });

  test('another key under the same name does not open', () => {
    const impostor = createSeal({ sealKeys: [{ ...newKey('k1') }], hashKey });
    expect(opens(impostor, seal.close('09121234567', place), place)).toBe(false);
  });
});

describe('the hash', () => {
  test('is the same for the same code only', () => {
    fc.assert(
      fc.property(anyNationalCode, anyNationalCode, (one, other) => {
        expect(seal.hashOf(one) === seal.hashOf(other)).toBe(one === other);
      }),
    );
  });

  test('is of the hash key, whatever seals', () => {
    const expected = createHmac('sha256', hashKey).update('0499370899').digest('base64url');
    expect(createSeal({ sealKeys: [fresh], hashKey }).hashOf('0499370899')).toBe(expected);
    expect(createSeal({ sealKeys: [old], hashKey: randomBytes(32) }).hashOf('0499370899')).not.toBe(expected);
  });
});

function opens(by: Seal, stored: Sealed | string, where: Place): boolean {
  try {
    by.open(stored as Sealed, where);
    return true;
  } catch {
    return false;
  }
}
