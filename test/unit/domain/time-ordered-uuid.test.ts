import { afterEach, expect, test, vi } from 'vitest';
import { timeOrderedUuid } from '../../../src/domain/time-ordered-uuid.ts';

afterEach(() => vi.useRealTimers());

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('makes uuids of version 7, in order, and none twice', () => {
  const ids = Array.from({ length: 50_000 }, timeOrderedUuid);
  for (const id of ids) expect(id).toMatch(version7);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted());
});

test('begins with the time', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0x019ab4c25d1e });
  expect(timeOrderedUuid()).toMatch(/^019ab4c2-5d1e-7/);
});

test('begins each millisecond at random', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const ends = [1, 2, 1, 2].map((ms) => {
    vi.setSystemTime(ms);
    return timeOrderedUuid().slice(15);
  });
  expect(new Set(ends).size).toBe(ends.length);
});
