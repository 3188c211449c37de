import { expect, test } from 'vitest';
import { retryDelayMs } from '../../../src/telling/send.ts';

const policy = { baseMs: 2_000, capMs: 60_000 };
const almostOne = 1 - Number.EPSILON / 2;

test.each([
  [1, 2_000],
  [2, 4_000],
  [3, 8_000],
  [5, 32_000],
  [6, 60_000],
  [1_000, 60_000],
  [10_000, 60_000],
])('the pause after attempt %i is at most double the one before, and the cap', (attempt, longest) => {
  expect(retryDelayMs(policy, { attempt }, almostOne)).toBe(longest);
  expect(retryDelayMs(policy, { attempt }, 0)).toBe(1);
});

test('the pause is spread evenly up to the longest', () => {
  expect(retryDelayMs(policy, { attempt: 2 }, 0.5)).toBe(2_001);
  expect(retryDelayMs(policy, { attempt: 2 }, 0.25)).toBe(1_001);
});

test('a provider that asks for more time gets it, beyond the cap too, up to a week', () => {
  expect(retryDelayMs(policy, { attempt: 1, retryAfterMs: 90_000 }, 0.5)).toBe(90_000);
  expect(retryDelayMs(policy, { attempt: 1, retryAfterMs: 1.5 }, 0)).toBe(2);
  expect(retryDelayMs(policy, { attempt: 1, retryAfterMs: Number.MAX_VALUE }, 0.5)).toBe(604_800_000);
});

test('a provider that asks for less is not asked sooner than the others', () => {
  expect(retryDelayMs(policy, { attempt: 3, retryAfterMs: 10 }, 0.5)).toBe(4_001);
});
