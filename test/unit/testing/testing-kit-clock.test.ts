import { createTestClock } from 'rollbook/testing';
import { expect, test } from 'vitest';

test('a test clock starts on a Monday morning in Jakarta, the same in every run', () => {
  expect(createTestClock().now()).toEqual(new Date('2026-03-02T08:00:00+07:00'));
});

test('a test clock stands still until it is moved', () => {
  const clock = createTestClock('2026-01-01T00:00:00Z');
  expect(clock.now()).toEqual(clock.now());

  clock.advance(1_500);
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:01.500Z'));
  clock.advance(-1_500);
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
  clock.set(new Date('2025-12-31T00:00:00Z'));
  expect(clock.now()).toEqual(new Date('2025-12-31T00:00:00Z'));
});

test('a test clock shares no Date with its user', () => {
  const start = new Date('2026-01-01T00:00:00Z');
  const clock = createTestClock(start);
  start.setTime(0);
  clock.now().setTime(0);

  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
});

test('a test clock refuses what is no instant and stays where it was', () => {
  const clock = createTestClock('2026-01-01T00:00:00Z');

  expect(() => createTestClock('tomorrow')).toThrow(RangeError);
  expect(() => clock.set(new Date(Number.NaN))).toThrow(RangeError);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
});
