import type { Mark } from 'rollbook';
import { admitMark, findRepeatedMark, type MarkCandidate, type MarkKey } from 'rollbook/rules';
import { describe, expect, test } from 'vitest';
import { aMark } from '../support/build.ts';

/** Monday, 2 November, ten past eight in Jakarta. */
const now = new Date('2026-11-02T01:10:00Z');
const left = { enrolledUntil: '2026-10-31' };

const at = (changes: Partial<MarkCandidate> = {}): MarkCandidate => ({
  schoolId: 'melati',
  timezone: 'Asia/Jakarta',
  enrolments: [],
  hasRecord: () => false,
  ...changes,
});
const kenanga = (changes: Partial<MarkCandidate> = {}) => at({ schoolId: 'kenanga', ...changes });

const admit = (mark: Partial<Mark>, candidates: readonly MarkCandidate[], editableDays: number | null = null) =>
  admitMark(aMark(mark), candidates, { now, editableDays });

test("admits a mark to the school's own day, whatever UTC's is", () => {
  const justAfterMidnight = new Date('2026-11-01T17:00:00Z');
  expect(admit({ occurredAt: justAfterMidnight }, [at()])).toEqual({
    schoolId: 'melati',
    date: '2026-11-02',
    today: '2026-11-02',
  });
  const justBefore = new Date('2026-11-01T16:59:59.999Z');
  expect(admit({ occurredAt: justBefore }, [at()])).toMatchObject({ date: '2026-11-01', today: '2026-11-02' });
});

test('lets a named date win over the instant', () => {
  expect(admit({ date: '2026-10-30' }, [at()])).toMatchObject({ date: '2026-10-30' });
});

test('names the first of several reasons', () => {
  const broken = { timezone: 'UTC+7' };
  const codeOf = (candidates: readonly MarkCandidate[]) => admit({ date: '2026-11-03' }, candidates, 0).code;
  expect(codeOf([])).toBe('child_not_found');
  expect(codeOf([at({ timezone: undefined, enrolments: undefined })])).toBe('school_not_found');
  expect(codeOf([at({ enrolments: undefined })])).toBe('child_not_found');
  expect(codeOf([at({ ...broken, enrolments: undefined })])).toBe('child_not_found');
  expect(codeOf([at({ timezone: undefined, enrolments: [left] })])).toBe('school_not_found');
  expect(codeOf([at({ enrolments: [left] })])).toBe('not_enrolled');
  expect(codeOf([at({ ...broken, enrolments: [left] })])).toBe('not_enrolled');
  expect(codeOf([at(), kenanga()])).toBe('school_ambiguous');
  expect(codeOf([at(broken)])).toBe('school_timezone_invalid');
  expect(codeOf([at()])).toBe('date_in_future');
});

test('refuses tomorrow, named or by a clock that runs ahead across midnight', () => {
  const tomorrow = { code: 'date_in_future', date: '2026-11-03' };
  expect(admit({ date: '2026-11-03' }, [at()])).toMatchObject(tomorrow);
  expect(admit({ occurredAt: new Date('2026-11-02T17:00:00Z') }, [at()])).toMatchObject(tomorrow);
});

test('locks days older than those that may be edited', () => {
  expect(admit({ date: '2026-11-02' }, [at()], 0)).toMatchObject({ today: '2026-11-02' });
  expect(admit({ date: '2026-11-01' }, [at()], 0)).toMatchObject({ code: 'date_locked' });
  expect(admit({ date: '2026-10-31' }, [at()], 2)).toMatchObject({ today: '2026-11-02' });
  expect(admit({ date: '2026-10-30' }, [at()], 2)).toMatchObject({ code: 'date_locked' });
});

test('says the day of what it rejects, unless nobody can tell it', () => {
  expect(admit({}, [at({ enrolments: [left] })])).toEqual({
    code: 'not_enrolled',
    schoolId: 'melati',
    date: '2026-11-02',
  });
  expect(admit({}, [at({ timezone: 'UTC+7' })])).toMatchObject({ code: 'school_timezone_invalid', date: null });
  expect(admit({}, [])).toEqual({ code: 'child_not_found', date: null });
  expect(admit({ date: '2026-11-01' }, [])).toEqual({ code: 'child_not_found', date: '2026-11-01' });
});

describe('a record that stands', () => {
  const recorded = { hasRecord: (date: string) => date === '2026-11-02' };

  test('is corrected at its school, also once the child has left or is off the roster', () => {
    expect(admit({}, [at({ enrolments: [left], ...recorded })])).toMatchObject({ schoolId: 'melati' });
    expect(admit({}, [at({ enrolments: undefined, ...recorded })])).toMatchObject({ schoolId: 'melati' });
  });

  test('lets in marks of its own day only', () => {
    const yesterday = { date: '2026-11-01' };
    expect(admit(yesterday, [at({ enrolments: [left], ...recorded })])).toMatchObject({ code: 'not_enrolled' });
    expect(admit(yesterday, [at({ enrolments: undefined, ...recorded })])).toMatchObject({ code: 'child_not_found' });
  });

  test('opens no day that is locked, or of a school adrift', () => {
    const always = { hasRecord: () => true, enrolments: [left] };
    expect(admit({ date: '2026-11-01' }, [at(always)], 0)).toMatchObject({ code: 'date_locked' });
    expect(admit({ date: '2026-11-01' }, [at({ ...always, timezone: 'UTC+7' })])).toMatchObject({
      code: 'school_timezone_invalid',
    });
  });
});

describe('a mark that names no school', () => {
  const recorded = { enrolments: [left], hasRecord: () => true };
  const gone = { enrolments: [left] };
  const adrift = { timezone: 'UTC+7' };

  test.each([
    ['where the child is enrolled that day', [at(gone), kenanga()], 'kenanga'],
    ['where the child is enrolled, though a record stands elsewhere', [at(recorded), kenanga()], 'kenanga'],
    ['where a record stands, if the child is enrolled nowhere', [at(gone), kenanga(recorded)], 'kenanga'],
    ['where the child is enrolled, though the day cannot be told elsewhere', [at(adrift), kenanga()], 'kenanga'],
  ])('goes %s', (_, candidates, schoolId) => {
    expect(admit({}, candidates)).toMatchObject({ schoolId, date: '2026-11-02' });
    expect(admit({}, candidates.toReversed())).toMatchObject({ schoolId, date: '2026-11-02' });
  });

  test.each([
    ['is enrolled at two schools', [at(), kenanga()], 'school_ambiguous'],
    ['has records at two schools, and is enrolled at none', [at(recorded), kenanga(recorded)], 'school_ambiguous'],
    ['has left both', [at(gone), kenanga(gone)], 'not_enrolled'],
    ['is at two schools whose day cannot be told', [at(adrift), kenanga(adrift)], 'school_timezone_invalid'],
    [
      'has left one, and is at another whose day cannot be told',
      [at(gone), kenanga(adrift)],
      'school_timezone_invalid',
    ],
  ])('is rejected where the child %s', (_, candidates, code) => {
    expect(admit({}, candidates)).toMatchObject({ code });
    expect(admit({}, candidates.toReversed())).toMatchObject({ code });
  });

  test("goes by each school's own day", () => {
    const lateInHonolulu = { occurredAt: new Date('2026-11-02T01:00:00Z') };
    const honolulu = kenanga({ timezone: 'Pacific/Honolulu', enrolments: [{ enrolledUntil: '2026-11-01' }] });
    expect(admit(lateInHonolulu, [at(gone), honolulu])).toMatchObject({ schoolId: 'kenanga', date: '2026-11-01' });
  });
});

describe('a repeated mark', () => {
  const key = (changes: Partial<MarkKey> = {}): MarkKey => ({
    schoolId: 'melati',
    childId: 'ani',
    date: '2026-11-02',
    session: 'am',
    ...changes,
  });

  test('is of the same child, day and session', () => {
    expect(findRepeatedMark([key({ session: 'pm' }), key(), key({ childId: 'budi' }), key()])).toEqual({
      first: 1,
      second: 3,
    });
  });

  test('is none of another day, session, child or school', () => {
    const others = [key(), key({ date: '2026-11-01' }), key({ session: 'pm' }), key({ childId: 'budi' })];
    expect(findRepeatedMark([...others, key({ schoolId: 'kenanga' })])).toBeUndefined();
  });

  test('is none where school or day are not known', () => {
    expect(findRepeatedMark([key({ date: null }), key({ date: null })])).toBeUndefined();
    expect(findRepeatedMark([key({ schoolId: null }), key({ schoolId: null })])).toBeUndefined();
  });
});
