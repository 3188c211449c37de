import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { openLimited, recordingLimiter } from '../support/open-limited.ts';
import { goodMark } from '../support/open-school.ts';

describe('a limiter that does not answer', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('is waited for as long as the host allows, then the mark is let through', async () => {
    const { attendance, memory, failures } = openLimited({ consume: () => new Promise(() => {}) }, undefined, 200);
    const mark = attendance.markAttendance(goodMark);
    await vi.advanceTimersByTimeAsync(199);
    expect(memory.tables().records).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect((await mark).outcome).toBe('recorded');
    expect(failures).toEqual([{ command: 'markAttendance', reason: 'timeout' }]);
  });

  test('and refuses or fails later, is not heard any more', async () => {
    for (const late of [{ msBeforeNext: 5 }, new Error('down')]) {
      const answer = Promise.withResolvers<never>();
      const { attendance, failures } = openLimited({ consume: () => answer.promise });
      const mark = attendance.markAttendance(goodMark);
      await vi.advanceTimersByTimeAsync(500);
      answer.reject(late);
      await vi.advanceTimersByTimeAsync(0);
      expect((await mark).outcome).toBe('recorded');
      expect(failures).toHaveLength(1);
    }
  });

  test('is waited for no longer than the caller waits', async () => {
    const { attendance, memory, failures } = openLimited({ consume: () => new Promise(() => {}) });
    const controller = new AbortController();
    const mark = errorOf(() => attendance.markAttendance(goodMark, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(10);
    controller.abort();
    expect((await mark).code).toBe('aborted');
    expect({ failures, records: memory.tables().records }).toEqual({ failures: [], records: [] });
  });

  test('before execEvenly of rate-limiter-flexible lets a mark go on, lets it through', async () => {
    const limiter = new RateLimiterMemory({ points: 2, duration: 60, execEvenly: true });
    const { attendance, failures } = openLimited(limiter, undefined, 200);
    await attendance.markAttendance(goodMark);
    const mark = attendance.markAttendance(goodMark);
    await vi.advanceTimersByTimeAsync(200);
    expect((await mark).outcome).toBe('unchanged');
    expect(failures).toEqual([{ command: 'markAttendance', reason: 'timeout' }]);
  });

  test('leaves no timer behind once it has', async () => {
    const { attendance } = openLimited(recordingLimiter().limiter);
    await attendance.markAttendance(goodMark);
    expect(vi.getTimerCount()).toBe(0);
  });
});
