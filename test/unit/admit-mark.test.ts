import type { Mark } from 'rollbook';
import { admitMark, type Enrolment, isEnrolledOn } from 'rollbook/rules';
import { expect, test } from 'vitest';
import { aMark } from './support/build.ts';

const jakarta = { timezone: 'Asia/Jakarta' };
const broken = { timezone: 'UTC+7' };
const enrolled: Enrolment = {};
/** Monday, 2 November, ten past eight in Jakarta. */
const options = { now: new Date('2026-11-02T01:10:00Z'), editableDays: null };

const admit = (
  mark: Partial<Mark>,
  school: typeof jakarta | undefined,
  child: Enrolment | undefined,
  editableDays: number | null = null,
) => admitMark(aMark(mark), school, child, { ...options, editableDays });

test("admits a mark to the school's own day, whatever UTC's is", () => {
  const justAfterMidnight = new Date('2026-11-01T17:00:00Z');
  expect(admit({ occurredAt: justAfterMidnight }, jakarta, enrolled)).toEqual({
    date: '2026-11-02',
    today: '2026-11-02',
  });
  const justBefore = new Date('2026-11-01T16:59:59.999Z');
  expect(admit({ occurredAt: justBefore }, jakarta, enrolled)).toEqual({ date: '2026-11-01', today: '2026-11-02' });
});

test('lets a named date win over the instant', () => {
  expect(admit({ date: '2026-10-30' }, jakarta, enrolled)).toMatchObject({ date: '2026-10-30' });
});

test('names the first of several reasons', () => {
  const never: Enrolment = { enrolledUntil: '2000-01-01' };
  const future = { date: '2026-11-03' };
  expect(admit({ schoolId: 'melati', ...future }, undefined, undefined, 0)).toEqual({ code: 'school_not_found' });
  expect(admit(future, undefined, undefined, 0)).toEqual({ code: 'child_not_found' });
  expect(admit({ schoolId: 'melati', ...future }, broken, undefined, 0)).toEqual({ code: 'child_not_found' });
  expect(admit(future, undefined, never, 0)).toEqual({ code: 'school_not_found' });
  expect(admit(future, jakarta, never, 0)).toEqual({ code: 'not_enrolled' });
  expect(admit(future, broken, never, 0)).toEqual({ code: 'not_enrolled' });
  expect(admit(future, broken, enrolled, 0)).toEqual({ code: 'school_timezone_invalid' });
  expect(admit(future, jakarta, enrolled, 0)).toEqual({ code: 'date_in_future' });
});

test('refuses tomorrow, named or by a clock that runs ahead across midnight', () => {
  expect(admit({ date: '2026-11-03' }, jakarta, enrolled)).toEqual({ code: 'date_in_future' });
  const tomorrow = new Date('2026-11-02T17:00:00Z');
  expect(admit({ occurredAt: tomorrow }, jakarta, enrolled)).toEqual({ code: 'date_in_future' });
});

test('locks days older than those that may be edited', () => {
  expect(admit({ date: '2026-11-02' }, jakarta, enrolled, 0)).toMatchObject({ date: '2026-11-02' });
  expect(admit({ date: '2026-11-01' }, jakarta, enrolled, 0)).toEqual({ code: 'date_locked' });
  expect(admit({ date: '2026-10-31' }, jakarta, enrolled, 2)).toMatchObject({ date: '2026-10-31' });
  expect(admit({ date: '2026-10-30' }, jakarta, enrolled, 2)).toEqual({ code: 'date_locked' });
});

test('counts the first and the last day of enrolment in', () => {
  const november: Enrolment = { enrolledFrom: '2026-11-01', enrolledUntil: '2026-11-30' };
  const days = ['2026-10-31', '2026-11-01', '2026-11-30', '2026-12-01'];
  expect(days.map((day) => isEnrolledOn(november, day))).toEqual([false, true, true, false]);
});

test('takes an enrolment without ends for one of all days', () => {
  expect(isEnrolledOn({ enrolledFrom: null, enrolledUntil: null }, '0001-01-01')).toBe(true);
  expect(isEnrolledOn({}, '9999-12-31')).toBe(true);
});
