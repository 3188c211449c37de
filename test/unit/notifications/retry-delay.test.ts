import { expect, test } from 'vitest';
import { retryDelayMs } from '../../../src/notifications/retry-delay.ts';

const policy = { baseMs: 2_000, capMs: 60_000 };
const almostOne = 1 - Number.EPSILON / 2;

test.each([
  [1, 1_999],
  [2, 3_999],
  [3, 7_999],
  [5, 31_999],
  [6, 59_999],
  [1_000, 59_999],
  [10_000, 59_999],
])('the pause after attempt %i is shorter than double the one before, and than the cap', (attempt, longest) => {
  expect(retryDelayMs(policy, { attempt }, almostOne)).toBe(longest);
  expect(retryDelayMs(policy, { attempt }, 0)).toBe(0);
});

test('the pause is spread evenly from none to the longest', () => {
  expect(retryDelayMs(policy, { attempt: 2 }, 0.5)).toBe(2_000);
  expect(retryDelayMs(policy, { attempt: 2 }, 0.25)).toBe(1_000);
});

test('a provider that asks for more time gets it, beyond the cap too, up to a week', () => {
  expect(retryDelayMs(policy, { attempt: 1, retryAfterMs: 90_000 }, 0.5)).toBe(90_000);
  expect(retryDelayMs(policy, { attempt: 1, retryAfterMs: 0.5 }, 0)).toBe(1);
  expect(retryDelayMs(policy, { attempt: 1, retryAfterMs: Number.MAX_VALUE }, 0.5)).toBe(604_800_000);
});

test('a provider that asks for less is not asked sooner than the others', () => {
  expect(retryDelayMs(policy, { attempt: 3, retryAfterMs: 10 }, 0.5)).toBe(4_000);
});
