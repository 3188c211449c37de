import { RateLimiterMemory, RateLimiterUnion } from 'rate-limiter-flexible';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { openLimited, recordingLimiter } from '../support/open-limited.ts';
import { goodMark } from '../support/open-school.ts';

/** A limiter of the host's that refuses everything with `reason`. */
function openRefused(reason: unknown) {
  return openLimited(recordingLimiter(() => Promise.reject(reason)).limiter);
}

describe('a refusal', () => {
  test.each([
    [1_000, 1_000],
    [0.2, 1],
    [0, 0],
    [-1, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 0],
    [2_147_483_647.5, 2_147_483_647],
    [Number.MAX_SAFE_INTEGER, 2_147_483_647],
  ])('that names %s ms is told as %i', async (msBeforeNext, retryAfterMs) => {
    const { attendance, failures } = openRefused({ msBeforeNext });
    expect((await errorOf(() => attendance.markAttendance(goodMark))).details).toEqual({ retryAfterMs });
    expect(failures).toEqual([]);
  });

  test('holds neither the key nor what the limiter said', async () => {
    const { limiter } = recordingLimiter(() => Promise.reject({ msBeforeNext: 5, message: 'of a secret kind' }));
    const { attendance } = openLimited(limiter, () => 'a secret key');
    const { message, details, cause } = await errorOf(() => attendance.markAttendance(goodMark));
    expect(JSON.stringify([message, details, String(cause)])).not.toContain('secret');
  });

  test('of several limiters, one of which is down, is a refusal', async () => {
    const { attendance, failures } = openRefused({ minute: new Error('down'), hour: { msBeforeNext: 7 } });
    expect((await errorOf(() => attendance.markAttendance(goodMark))).details).toEqual({ retryAfterMs: 7 });
    expect(failures).toEqual([]);
  });

  test('with a time of its own is read no further', async () => {
    const { attendance } = openRefused({ msBeforeNext: 7, last: { msBeforeNext: 9_000 } });
    expect((await errorOf(() => attendance.markAttendance(goodMark))).details).toEqual({ retryAfterMs: 7 });
  });
});

describe('the union of rate-limiter-flexible', () => {
  /** Grants as many marks a minute and an hour. */
  function openUnion(points: { readonly minute: number; readonly hour: number }) {
    const minute = new RateLimiterMemory({ keyPrefix: 'minute', points: points.minute, duration: 60 });
    const hour = new RateLimiterMemory({ keyPrefix: 'hour', points: points.hour, duration: 3_600 });
    return openLimited(new RateLimiterUnion(minute, hour));
  }

  test('refuses when one of its limiters does, and says when that has points again', async () => {
    const { attendance, memory, failures } = openUnion({ minute: 1, hour: 5 });
    await attendance.markAttendance(goodMark);
    const { code, details } = await errorOf(() => attendance.markAttendance({ ...goodMark, status: 'sick' }));
    expect(code).toBe('rate_limited');
    expect(details).toEqual({ retryAfterMs: expect.closeTo(60_000, -4) });
    expect(memory.tables().records).toMatchObject([{ status: 'present' }]);
    expect(failures).toEqual([]);
  });

  test('says the longest when several refuse', async () => {
    const { attendance } = openUnion({ minute: 1, hour: 1 });
    await attendance.markAttendance(goodMark);
    const { details } = await errorOf(() => attendance.markAttendance(goodMark));
    expect(details).toEqual({ retryAfterMs: expect.closeTo(3_600_000, -4) });
  });
});
