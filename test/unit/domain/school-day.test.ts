import { addDays, schoolDay } from 'rollbook/rules';
import { expect, test } from 'vitest';

test('is the day of the instant in the school, not in UTC', () => {
  const instant = new Date('2026-11-01T17:00:00Z');
  expect(schoolDay(instant, 'Asia/Jakarta')).toBe('2026-11-02');
  expect(schoolDay(instant, 'America/New_York')).toBe('2026-11-01');
});

test('takes a name in any case', () => {
  expect(schoolDay(new Date('2026-11-01T17:00:00Z'), 'asia/JAKARTA')).toBe('2026-11-02');
});

test.each(['', 'UTC+7', '+07:00', 'WIB', 'posix/Asia/Jakarta', 'Foo/Bar', 'Etc/GMT+13'])(
  'has none in %j',
  (timezone) => {
    expect(schoolDay(new Date('2026-11-01T17:00:00Z'), timezone)).toBeUndefined();
  },
);

test('has four digits in every year', () => {
  expect(schoolDay(new Date('0001-01-05T12:00:00Z'), 'UTC')).toBe('0001-01-05');
  expect(schoolDay(new Date('0999-12-31T12:00:00Z'), 'UTC')).toBe('0999-12-31');
  expect(schoolDay(new Date('9999-12-30T12:00:00Z'), 'UTC')).toBe('9999-12-30');
});

test.each([
  ['2026-11-02', 1, '2026-11-03'],
  ['2026-11-02', -2, '2026-10-31'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-03-08', 1, '2026-03-09'],
  ['2026-11-02', 0, '2026-11-02'],
])('counts from %s by %i to %s', (date, days, expected) => {
  expect(addDays(date, days)).toBe(expected);
});

test('has none in a name that is longer than any', () => {
  expect(schoolDay(new Date('2026-11-01T17:00:00Z'), `A${'/a'.repeat(5_000_000)}`)).toBeUndefined();
  expect(schoolDay(new Date('2026-11-01T17:00:00Z'), 'America/Argentina/ComodRivadavia')).toBe('2026-11-01');
});
