import { expect, test } from '@jest/globals';
import { randomIds } from '../../../services/clock.ts';
import { readNationalCode } from '../../../services/identity/rules.ts';

test('a tracking code has ten digits, does not begin with 0, and is nobody’s national code', () => {
  const codes = Array.from({ length: 2_000 }, () => randomIds.trackingCode());
  for (const code of codes) expect(code).toMatch(/^[1-9]\d{9}$/);
  expect(codes.filter((code) => readNationalCode(code).type === 'national-code')).toEqual([]);
});
