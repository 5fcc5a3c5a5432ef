import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { below, type CallbackKind, readTap, tap } from '../../../bot/callback-data.ts';

const code = fc.stringMatching(/^[A-Za-z0-9-]{1,32}$/);
const formName = fc.stringMatching(/^[a-z-]{1,32}$/);
/** As forms are called; beside a code there is no room for 32 letters. */
const shortName = fc.stringMatching(/^[a-z-]{1,16}$/);
const id = fc.stringMatching(/^[0-9a-f]{24}$/);
/** By its kind or by its id. */
const formRef = fc.oneof(formName, id);
const number = fc.stringMatching(/^\d{1,12}$/);
const persian = fc.constantFrom(...'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی ');

/** Fields that each kind of button may carry. */
const FIELDS: Record<keyof typeof tap, fc.Arbitrary<string[]>> = {
  home: fc.constant([]),
  help: fc.constant([]),
  wallet: fc.constant([]),
  receiptPicture: fc.tuple(fc.stringMatching(/^[0-9a-f]{24}$/)),
  statement: fc.tuple(fc.constantFrom('trainee', 'portal-user'), number),
  statementFile: fc.constantFrom(['trainee'], ['portal-user']),
  myEnrolments: fc.constant([]),
  language: fc.constantFrom(['fa'], ['en']),
  enrol: fc.constant([]),
  courses: fc.tuple(number),
  provinces: fc.constant([]),
  province: fc.tuple(fc.string({ unit: persian, minLength: 1, maxLength: 27 })),
  centre: fc.tuple(code, number),
  course: fc.tuple(code),
  changeCourse: fc.constant([]),
  changeAnswer: fc.constantFrom(['courseCode'], ['amountRials'], ['payer']),
  checkAgain: fc.constant([]),
  textMe: fc.constant([]),
  sendCodeAgain: fc.constant([]),
  chargeGap: fc.tuple(code),
  paid: fc.constant([]),
  paidOf: fc.tuple(id),
  payInChat: fc.tuple(id),
  paybacks: fc.constant([]),
  payback: fc.tuple(id),
  confirmPayback: fc.tuple(id, number),
  decidePayback: fc.tuple(fc.constantFrom('approved', 'refused', 'paid-out', 'failed'), id),
  topUp: fc.constant([]),
  topUpPortal: fc.constant([]),
  topUpTrainee: fc.constant([]),
  whose: fc.constantFrom(['mine'], ['my-portal'], ['trainee']),
  chargeable: fc.tuple(id),
  enrolTrainee: fc.constant([]),
  exemption: fc.tuple(formName),
  traineeCourses: fc.tuple(number),
  traineeCourse: fc.tuple(code),
  payer: fc.constantFrom(['trainee'], ['portal-user']),
  amount: fc.tuple(number),
  confirm: fc.tuple(fc.stringMatching(/^[\w-]{22}$/)),
  resume: fc.constant([]),
  takeOver: fc.tuple(formRef),
  takeOverFor: fc.tuple(shortName, code),
  back: fc.constant([]),
  unfinished: fc.constant([]),
  continueForm: fc.tuple(formRef),
  discardForm: fc.tuple(formRef),
  cancel: fc.constant([]),
  cancelForm: fc.tuple(formRef),
  endRegistration: fc.tuple(id),
  swap: fc.tuple(id, formRef),
  swapForCourse: fc.tuple(id, code),
  enrolment: fc.tuple(id),
  askToWithdraw: fc.tuple(id),
  myData: fc.constant([]),
  askToDelete: fc.constant([]),
  deleteData: fc.constant([]),
  keepData: fc.constant([]),
  withdraw: fc.tuple(id, number),
  takeSeat: fc.tuple(id, number),
  chargeForSeat: fc.tuple(id),
  itIsMe: fc.tuple(id),
  itIsNotMe: fc.tuple(id),
  disown: fc.tuple(id),
  windowLogin: fc.constant([]),
  systems: fc.constant([]),
  system: fc.tuple(formName),
  switchSystem: fc.tuple(formName, fc.constantFrom('on', 'off', 'automatic')),
  gatewayStatements: fc.constant([]),
  gatewayDays: fc.tuple(fc.constantFrom('zarinpal', 'zibal', 'bale')),
  gatewayDay: fc.tuple(fc.constantFrom('zarinpal', 'zibal', 'bale'), fc.constant('2026-11-25')),
  cases: fc.tuple(number),
  case: fc.tuple(id),
  closeCase: fc.tuple(id),
  correct: fc.tuple(fc.constantFrom('code', 'name'), id),
  reason: fc.tuple(fc.stringMatching(/^[a-z]{1,16}$/)),
  joinLine: fc.tuple(fc.stringMatching(/^[\w-]{22}$/)),
};

/** The kinds, without the types of their fields: what comes from outside has none. */
const kinds = tap as unknown as Record<keyof typeof tap, CallbackKind<string[]>>;
const names = Object.keys(FIELDS) as (keyof typeof tap)[];

test('no two kinds of buttons have the same name', () => {
  expect(new Set(Object.values(kinds).map((kind) => kind.name)).size).toBe(names.length);
});

describe.each(names)('a button of kind %s', (name) => {
  test('is read as it was packed, by its own kind alone, and fits into 64 bytes', () => {
    fc.assert(
      fc.property(FIELDS[name], (fields) => {
        const data = kinds[name].pack(...fields);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        const readers = names.filter((reader) => kinds[reader].read(data) !== null);
        expect(readers).toEqual([name]);
        expect(kinds[name].read(data)).toEqual(fields);
      }),
      { numRuns: 30 },
    );
  });
});

test('what no button can hold is a fault of ours and thrown', () => {
  expect(() => tap.province.pack('ب'.repeat(28))).toThrow(/64 bytes/);
  expect(() => tap.course.pack('کد')).toThrow(/course:کد/);
  expect(() => tap.takeOverFor.pack('enrol', 'C1:C2')).toThrow(/C1:C2/);
  expect(() => tap.courses.pack('-1')).toThrow(/list:-1/);
});

test.each([
  '',
  ':',
  'ok',
  'ok:',
  'ok:short',
  `ok:${'a'.repeat(23)}`,
  `ok:${'a'.repeat(22)}:more`,
  'course:',
  'course:{"$gt":""}',
  'course:../../etc',
  'course:کد',
  `course:${'C'.repeat(33)}`,
  'list:-1',
  'list:1e3',
  'list:۱',
  'amount:0x10',
  'lang:de',
  'home:1',
  'constructor',
  '__proto__',
  'HOME',
  'gw-day:zarinpal:2026-13-45',
  'gw-day:zarinpal:2026-02-30',
])('forged data %j is no button of ours', (data) => {
  expect(names.filter((name) => kinds[name].read(data) !== null)).toEqual([]);
});

test('whatever comes in is read or refused, never an error', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary', maxLength: 300 }), (name, rest) => {
      for (const data of [rest, `${kinds[name].name}:${rest}`]) kinds[name].read(data);
    }),
  );
});

test('a button that keeps its message says so, and carries the same data', () => {
  const data = tap.courses.pack('0');
  expect(readTap(below(data))).toEqual({ data, keepMessage: true });
  expect(readTap(data)).toEqual({ data, keepMessage: false });
});
