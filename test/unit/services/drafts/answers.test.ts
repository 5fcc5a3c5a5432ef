import { expect, test } from '@jest/globals';
import { readableAnswers } from '../../../../services/drafts/answers.ts';

const GOOD = {
  mobile: '09123456789',
  nationalCode: '0076229645',
  trainee: '650000000000000000000001',
  courseCode: 'weld101',
  amountRials: 500_000,
};

test('answers as they are written are read as they are', () => {
  expect(readableAnswers(GOOD)).toEqual(GOOD);
  expect(readableAnswers({})).toEqual({});
});

test.each([
  ['mobile', '+989123456789'],
  ['nationalCode', 76_229_645],
  ['trainee', '0076229645'],
  ['courseCode', { $ne: null }],
  ['amountRials', '500000'],
  ['amountRials', 0.5],
  ['ofAnotherVersion', 'x'],
])('what does not fit is left out alone: %s as %j', (name, value) => {
  const stored = { ...GOOD, [name]: value } as never;
  const { [name as keyof typeof GOOD]: _left, ...others } = GOOD;
  expect(readableAnswers(stored)).toEqual(others);
});
