import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { RateLimitedCommand } from 'rollbook';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { openLimited, recordingLimiter } from '../support/open-limited.ts';
import { goodBulk, goodMark, ids } from '../support/open-school.ts';

const clear = { childId: ids.ani, markedBy: 'teacher-1' } as const;

describe('what a command costs', () => {
  test('is a point for each of its marks, under the key that the host names', async () => {
    const { limiter, taken } = recordingLimiter();
    const { attendance } = openLimited(limiter, ({ kind, markedBy }) => `${kind} by ${markedBy}`);
    await attendance.markAttendance(goodMark);
    await attendance.clearAttendance(clear);
    await attendance.markBulkAttendance(goodBulk);
    expect(taken).toEqual([
      { key: 'markAttendance by teacher-1', points: 1 },
      { key: 'clearAttendance by teacher-1', points: 1 },
      { key: 'markBulkAttendance by teacher-1', points: 2 },
    ]);
  });

  test('is nothing where the host names no key', async () => {
    const { limiter, taken } = recordingLimiter();
    for (const none of [undefined, null]) {
      const { attendance, failures } = openLimited(limiter, () => none);
      await attendance.markAttendance(goodMark);
      expect(failures).toEqual([]);
    }
    expect(taken).toEqual([]);
  });

  test('is nothing for a command that is invalid, and for what only reads', async () => {
    const { limiter, taken } = recordingLimiter();
    const { attendance } = openLimited(limiter);
    await errorOf(() => attendance.markAttendance({ ...goodMark, markedBy: '' }));
    await errorOf(() => attendance.markBulkAttendance({ ...goodBulk, childIds: [ids.ani, ids.ani.toUpperCase()] }));
    await attendance.getRegister({ schoolId: ids.school });
    await attendance.getDailySummary({ schoolId: ids.school });
    expect(taken).toEqual([]);
  });

  test('is taken in a transaction of the host too, and stays taken when it rolls back', async () => {
    const { limiter, taken } = recordingLimiter();
    const { attendance, memory } = openLimited(limiter);
    const rollback = memory.transaction(async (transaction) => {
      await attendance.markAttendance(goodMark, { transaction });
      await attendance.markBulkAttendance(goodBulk, { transaction });
      await attendance.clearAttendance(clear, { transaction });
      throw new Error('rolled back');
    });
    await expect(rollback).rejects.toThrow('rolled back');
    expect(taken.map(({ points }) => points)).toEqual([1, 2, 1]);
    expect(memory.tables().records).toEqual([]);
  });
});

test('the host’s key is asked with canonical ids, and with nothing that is private', async () => {
  const asked: RateLimitedCommand[] = [];
  const { attendance } = openLimited(recordingLimiter().limiter, (command) => {
    asked.push(command);
    return undefined;
  });
  await attendance.markAttendance({
    ...goodMark,
    childId: ids.ani.toUpperCase(),
    schoolId: ids.school.toUpperCase(),
    note: 'a secret',
    reason: 'flu',
  });
  await attendance.clearAttendance(clear);
  const marks = [{ childId: ids.ani, status: 'sick', markedBy: 'teacher-2' }] as const;
  await attendance.markBulkAttendance({ schoolId: ids.school.toUpperCase(), markedBy: 'teacher-1', marks });
  const own = { markedBy: 'teacher-1', childIds: [ids.ani] };
  expect(asked).toEqual([
    { kind: 'markAttendance', schoolId: ids.school, ...own },
    { kind: 'clearAttendance', ...own },
    { kind: 'markBulkAttendance', schoolId: ids.school, ...own },
  ]);
});

describe('the memory limiter of rate-limiter-flexible', () => {
  test('refuses what is too much, says when to come again, and stores nothing of it', async () => {
    const limiter = new RateLimiterMemory({ points: 2, duration: 60 });
    const { attendance, memory, calls } = openLimited(limiter, ({ schoolId }) => schoolId);
    await attendance.markBulkAttendance(goodBulk);
    const before = memory.tables();
    calls.length = 0;
    for (const call of [
      () => attendance.markAttendance({ ...goodMark, schoolId: ids.school, status: 'sick' }),
      () => attendance.clearAttendance({ ...clear, schoolId: ids.school }),
      () => attendance.markBulkAttendance({ ...goodBulk, status: 'sick' }),
    ]) {
      const error = await errorOf(call);
      expect(error).toMatchObject({
        code: 'rate_limited',
        retryable: true,
        details: { retryAfterMs: expect.any(Number) },
      });
      const { retryAfterMs } = { retryAfterMs: 0, ...error.details };
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    }
    expect(calls).toEqual([]);
    expect(memory.tables()).toEqual(before);
  });

  test('lets others go on who have a key of their own', async () => {
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 });
    const { attendance } = openLimited(limiter, ({ markedBy }) => markedBy);
    await attendance.markAttendance(goodMark);
    expect((await errorOf(() => attendance.markAttendance(goodMark))).code).toBe('rate_limited');
    expect((await attendance.markAttendance({ ...goodMark, markedBy: 'teacher-2' })).outcome).toBe('unchanged');
  });

  test('refuses a bulk of more marks than it could ever grant, again and again', async () => {
    const { attendance, memory } = openLimited(new RateLimiterMemory({ points: 1, duration: 60 }));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await errorOf(() => attendance.markBulkAttendance(goodBulk))).code).toBe('rate_limited');
    }
    expect(memory.tables().records).toEqual([]);
  });

  test('refuses in a transaction of the host, which can still commit the rest', async () => {
    const { attendance, memory } = openLimited(new RateLimiterMemory({ points: 1, duration: 60 }));
    await memory.transaction(async (transaction) => {
      await attendance.markAttendance(goodMark, { transaction });
      expect((await errorOf(() => attendance.markAttendance(goodMark, { transaction }))).code).toBe('rate_limited');
    });
    expect(memory.tables().records).toHaveLength(1);
  });

  test('says 0 for a key that never gets points again', async () => {
    const { attendance } = openLimited(new RateLimiterMemory({ points: 1, duration: 0 }));
    await attendance.markAttendance(goodMark);
    expect((await errorOf(() => attendance.markAttendance(goodMark))).details).toEqual({ retryAfterMs: 0 });
  });
});

const fail = () => {
  throw new Error('a secret');
};
const unreadable = Object.defineProperty({}, 'msBeforeNext', { get: fail });

describe('a limiter that fails lets the mark through, and says so without the key', () => {
  const failing: Record<string, () => unknown> = {
    'rejects with an error': () => Promise.reject(new Error('redis is down, a secret')),
    'rejects with an error that looks like a refusal': () =>
      Promise.reject(Object.assign(new Error('down'), { msBeforeNext: 5 })),
    'rejects with nothing': () => Promise.reject(),
    'rejects with a text': () => Promise.reject('a secret'),
    'rejects with something that names no time': () => Promise.reject({ msBeforeNext: 'soon' }),
    'rejects with results that name no time': () => Promise.reject({ first: { msBeforeNext: 'soon' }, second: 5 }),
    'rejects with errors only': () => Promise.reject({ first: Object.assign(new Error('down'), { msBeforeNext: 5 }) }),
    'rejects with what cannot be read': () => Promise.reject(unreadable),
    'rejects with what cannot even be looked at': () =>
      Promise.reject(new Proxy({}, { getPrototypeOf: fail, get: fail })),
    throws: () => {
      throw new Error('a secret');
    },
  };

  test.each(Object.entries(failing))('when it %s', async (_, answer) => {
    const consume = (): Promise<unknown> => Promise.resolve(answer());
    const { attendance, failures } = openLimited({ consume }, () => 'a secret key');
    expect((await attendance.markAttendance(goodMark)).outcome).toBe('recorded');
    await attendance.markBulkAttendance(goodBulk);
    await attendance.clearAttendance(clear);
    expect(failures).toEqual([
      { command: 'markAttendance', reason: 'error' },
      { command: 'markBulkAttendance', reason: 'error' },
      { command: 'clearAttendance', reason: 'error' },
    ]);
    expect((await attendance.health()).readings.rateLimiterFailures).toBe(3);
  });

  test('in a transaction of the host too', async () => {
    const { limiter } = recordingLimiter(() => Promise.reject(new Error('down')));
    const { attendance, memory, failures } = openLimited(limiter);
    await memory.transaction((transaction) => attendance.markAttendance(goodMark, { transaction }));
    expect(failures).toEqual([{ command: 'markAttendance', reason: 'error' }]);
    expect(memory.tables().records).toHaveLength(1);
  });
});

describe('a key that cannot be had lets the mark through, and says so', () => {
  const bad: Record<string, () => unknown> = {
    'a function that throws': () => {
      throw new Error('a secret');
    },
    'a number': () => 7,
    'an object': () => ({}),
    'a promise': async () => 'a key',
    'a promise that rejects': () => Promise.reject(new Error('a secret')),
  };

  test.each(Object.entries(bad))('%s', async (_, key) => {
    const { limiter, taken } = recordingLimiter();
    const { attendance, failures }: ReturnType<typeof openLimited> = Reflect.apply(openLimited, undefined, [
      limiter,
      key,
    ]);
    expect((await attendance.markAttendance(goodMark)).outcome).toBe('recorded');
    expect(failures).toEqual([{ command: 'markAttendance', reason: 'key' }]);
    expect(taken).toEqual([]);
  });
});
