import { nextRevisionId } from 'rollbook/rules';
import { expect, test } from 'vitest';

const now = new Date('2026-11-02T01:00:00.123Z');
const microseconds = 1_793_581_200_123_000n;

test('begin with the microseconds of their instant, and tell marks of one request apart', () => {
  expect(nextRevisionId(null, now, 1)).toBe(microseconds + 1n);
  expect(nextRevisionId(null, now, 5_000)).toBe(microseconds + 5_000n);
});

test('never go back, though the clock does', () => {
  const later = nextRevisionId(null, new Date(now.getTime() + 60_000), 1);
  expect(nextRevisionId(later, now, 1)).toBe(later + 1n);
  expect(nextRevisionId(microseconds + 1n, now, 1)).toBe(microseconds + 2n);
});

test('stay exact beyond what a number can say', () => {
  const far = new Date('9999-12-30T00:00:00Z');
  const first = nextRevisionId(null, far, 1);
  expect(nextRevisionId(first, far, 1) - first).toBe(1n);
});
