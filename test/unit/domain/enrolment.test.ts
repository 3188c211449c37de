import * as fc from 'fast-check';
import { enrolmentOn, isEnrolledOn } from 'rollbook/rules';
import { expect, test } from 'vitest';

const monday = '2026-11-02';

test('counts the first and the last day of enrolment in', () => {
  const november = [{ enrolledFrom: '2026-11-01', enrolledUntil: '2026-11-30' }];
  const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'];
  expect(days.map((day) => isEnrolledOn(november, day))).toEqual([false, true, true, false]);
  expect(days.map((day) => enrolmentOn(november, day) !== undefined)).toEqual([false, true, true, false]);
});

test('takes an enrolment without ends for one of all days', () => {
  expect(isEnrolledOn([{ enrolledFrom: null, enrolledUntil: null }], '0001-01-01')).toBe(true);
  expect(isEnrolledOn([{}], '9999-12-31')).toBe(true);
});

test('takes a child without any enrolment for one that is always enrolled, in no class', () => {
  expect(isEnrolledOn([], monday)).toBe(true);
  expect(enrolmentOn([], monday)).toBeUndefined();
});

test('leaves a child out between two enrolments', () => {
  const twice = [{ enrolledUntil: '2026-10-31' }, { enrolledFrom: '2026-11-09' }];
  expect(['2026-10-31', monday, '2026-11-09'].map((day) => isEnrolledOn(twice, day))).toEqual([true, false, true]);
});

test.each([
  [
    'the one that began last',
    [
      { enrolledFrom: '2026-09-01', classId: 'K2' },
      { enrolledFrom: '2026-10-01', classId: 'K1' },
    ],
    'K1',
  ],
  [
    'one that began at all before one without a beginning',
    [{ classId: 'K2' }, { enrolledFrom: '2026-10-01', classId: 'K1' }],
    'K1',
  ],
  ['of two that began together that of the greatest class', [{ classId: 'K1' }, { classId: 'K2' }], 'K2'],
  ['a class before none', [{ classId: null }, { classId: 'K1' }], 'K1'],
  ['only those that hold', [{ enrolledFrom: '2026-11-09', classId: 'K2' }, { classId: 'K1' }], 'K1'],
  ['class ids by code points, as a database does', [{ classId: '\u{FFFD}' }, { classId: '\u{1F600}' }], '\u{1F600}'],
  ['class ids as they are', [{ classId: 'a' }, { classId: 'B' }, { classId: 'aa' }], 'aa'],
])('counts %s', (_, enrolments, classId) => {
  expect(enrolmentOn(enrolments, monday)?.classId).toBe(classId);
  expect(enrolmentOn(enrolments.toReversed(), monday)?.classId).toBe(classId);
});

test('counts the same enrolment whatever their order, one that holds wherever there is one', () => {
  const day = fc.constantFrom(null, '2026-10-01', '2026-11-01', monday, '2026-11-03', '2026-12-01');
  const enrolment = fc.record({ enrolledFrom: day, enrolledUntil: day, classId: fc.constantFrom(null, 'K1', 'K2') });
  void fc.assert(
    fc.property(fc.array(enrolment, { minLength: 1, maxLength: 6 }), (enrolments) => {
      const counting = enrolmentOn(enrolments, monday);
      expect(counting !== undefined).toBe(isEnrolledOn(enrolments, monday));
      const other = enrolmentOn(enrolments.toReversed(), monday);
      expect([other?.enrolledFrom, other?.classId]).toEqual([counting?.enrolledFrom, counting?.classId]);
    }),
  );
});
