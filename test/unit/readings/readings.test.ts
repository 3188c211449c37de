import {
  AttendanceError,
  type AttendanceEventMap,
  createAttendance,
  type PoolReading,
  type StatementReading,
} from 'rollbook';
import { createMemoryRepository } from 'rollbook/memory';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/error-of.ts';
import { goodBulk, goodMark, ids, now, openSchool, roster } from '../support/open-school.ts';

/** A statement that was answered at once. */
const quick: StatementReading = {
  operation: 'recordMarks',
  marks: 1,
  attempt: 1,
  waitMs: 0,
  durationMs: 1,
  ok: true,
};

/** Attendance on a repository that tells whatever the test says it has sent. */
function openObserved({ slowStatementMs, pool = null }: { slowStatementMs?: number; pool?: PoolReading | null } = {}) {
  const listeners = new Set<(reading: StatementReading) => void>();
  const repository = {
    ...createMemoryRepository({ roster }),
    onStatement: (listener: (reading: StatementReading) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readPool: () => pool,
  };
  const attendance = createAttendance({
    repository,
    clock: { now: () => now },
    ...(slowStatementMs !== undefined && { slowStatementMs }),
  });
  const ended: AttendanceEventMap['statement.ended'][] = [];
  const slow: AttendanceEventMap['statement.slow'][] = [];
  attendance.events.on('statement.ended', (event) => ended.push(event));
  attendance.events.on('statement.slow', (event) => slow.push(event));
  const tell = (...readings: Partial<StatementReading>[]) => {
    for (const reading of readings) for (const listener of listeners) listener({ ...quick, ...reading });
  };
  const read = async () => (await attendance.health()).readings;
  return { attendance, tell, read, ended, slow, listeners };
}

describe('readings of commands', () => {
  test('count every call once it has ended, and errors by code', async () => {
    const { attendance } = openSchool();
    await attendance.markAttendance(goodMark);
    await attendance.getRegister({ schoolId: ids.school });
    await errorOf(() => attendance.markAttendance({ ...goodMark, childId: ids.unknownChild }));
    await errorOf(() => attendance.markAttendance({ ...goodMark, childId: ids.unknownChild }));
    await errorOf(() => attendance.markBulkAttendance({ ...goodBulk, childIds: [] }));
    await errorOf(() => Reflect.apply(attendance.markAttendance, attendance, [goodMark, { signals: 7 }]));
    const { commands } = (await attendance.health()).readings;
    expect(commands).toMatchObject({
      total: 6,
      refused: 2,
      running: 0,
      errors: { child_not_found: 2, invalid_command: 2 },
    });
    const { p50Ms = 0, p95Ms = 0, maxMs = 0 } = { ...commands.durationMs };
    expect([0, p50Ms, p95Ms, maxMs]).toEqual([0, p50Ms, p95Ms, maxMs].toSorted((a, b) => a - b));
    expect(maxMs).toBeGreaterThan(0);
  });

  test('are zeros before the first', async () => {
    const { readings } = await openSchool().attendance.health();
    expect(readings.commands).toEqual({ total: 0, refused: 0, running: 0, durationMs: null, errors: {} });
    expect(readings.perCommand).toBeNull();
  });

  test('show those that are under way', async () => {
    const repository = createMemoryRepository({ roster });
    const held = Promise.withResolvers<void>();
    const { recordMarks } = repository;
    repository.recordMarks = async (request, options) => {
      await held.promise;
      return recordMarks(request, options);
    };
    const attendance = createAttendance({ repository });
    const marks = [attendance.markAttendance(goodMark), attendance.markBulkAttendance(goodBulk)];
    expect((await attendance.health()).readings.commands).toMatchObject({ total: 0, running: 2 });
    held.resolve();
    await Promise.all(marks);
    expect((await attendance.health()).readings.commands).toMatchObject({ total: 2, running: 0 });
  });

  test('name an error without a code unexpected', async () => {
    const repository = createMemoryRepository({ roster });
    repository.getHistory = () => Promise.reject(new TypeError('broken'));
    const attendance = createAttendance({ repository });
    await expect(attendance.getHistory({ schoolId: ids.school, childId: ids.ani })).rejects.toThrow('broken');
    expect((await attendance.health()).readings.commands.errors).toEqual({ unexpected: 1 });
  });

  test('count a mark once, and in each statement that it was sent with', async () => {
    const repository = createMemoryRepository({ roster });
    const { recordMarks } = repository;
    repository.recordMarks = async (request, options) => {
      const isBad = request.marks.some(({ childId }) => childId === ids.budi);
      if (isBad) throw new AttendanceError('repository_failed', 'refused', { sqlState: '23514' });
      return recordMarks(request, options);
    };
    const attendance = createAttendance({ repository, clock: { now: () => now } });
    const good = attendance.markAttendance(goodMark);
    await errorOf(() => attendance.markAttendance({ ...goodMark, childId: ids.budi }));
    await good;
    const { commands, batching } = (await attendance.health()).readings;
    expect({ total: commands.total, ...batching }).toMatchObject({ total: 2, batches: 3, marks: 4 });
  });

  test('do not count what was aborted as refused', async () => {
    const { attendance } = openSchool();
    const controller = new AbortController();
    const mark = errorOf(() => attendance.markAttendance(goodMark, { signal: controller.signal }));
    controller.abort();
    await mark;
    const { commands } = (await attendance.health()).readings;
    expect(commands).toMatchObject({ total: 1, refused: 0, errors: { aborted: 1 } });
  });

  test('are still there after closing, with what was refused since', async () => {
    const { attendance } = openSchool();
    await attendance.markAttendance(goodMark);
    await attendance.close();
    await errorOf(() => attendance.markAttendance(goodMark));
    const { status, readings } = await attendance.health();
    expect(status).toBe('closed');
    expect(readings.commands).toMatchObject({ total: 2, refused: 1, errors: { closed: 1 } });
  });
});

describe('readings of statements', () => {
  test('count statements once and tries as round trips, by what they are for', async () => {
    const { tell, read } = openObserved();
    tell(
      { marks: 30, waitMs: 2, durationMs: 5 },
      { marks: 3, ok: false, durationMs: 8 },
      { marks: 3, attempt: 2, durationMs: null, ok: false, waitMs: 9 },
      { marks: 3, attempt: 3, durationMs: 4 },
      { operation: 'outbox.claim', marks: 0, durationMs: 700 },
    );
    const { recordMarks, ...others } = (await read()).statements;
    expect(recordMarks).toEqual({
      total: 2,
      roundTrips: 3,
      unsent: 1,
      failed: 1,
      slow: 0,
      marks: 33,
      durationMs: { p50Ms: 5, p95Ms: 8, maxMs: 8 },
      waitMs: { p50Ms: 0, p95Ms: 9, maxMs: 9 },
    });
    expect(others).toMatchObject({ 'outbox.claim': { total: 1, slow: 1 } });
    expect(Object.keys(others)).toEqual(['outbox.claim']);
  });

  test('are set against the calls that were not refused, without the worker’s and the probe’s', async () => {
    const { attendance, tell, read } = openObserved();
    for (let mark = 0; mark < 4; mark += 1) await attendance.markAttendance(goodMark);
    await errorOf(() => attendance.markAttendance({ ...goodMark, markedBy: '' }));
    tell({}, { ok: false }, { attempt: 2 }, { operation: 'outbox.settle' }, { operation: 'ping' });
    expect((await read()).perCommand).toEqual({ statements: 0.5, roundTrips: 0.75 });
  });

  test('are of the last 512 durations', async () => {
    const { tell, read } = openObserved();
    tell(...Array.from({ length: 10 }, () => ({ durationMs: 10_000 })));
    tell(...Array.from({ length: 512 }, (_, index) => ({ durationMs: index + 1 })));
    expect((await read()).statements.recordMarks).toMatchObject({
      total: 522,
      durationMs: { p50Ms: 256, p95Ms: 487, maxMs: 512 },
    });
  });

  test('are none where the repository tells nothing', async () => {
    const { attendance } = openSchool();
    await attendance.markAttendance(goodMark);
    const { statements, pool } = (await attendance.health()).readings;
    expect({ statements, pool }).toEqual({ statements: {}, pool: null });
  });

  test('show the pool as it is', async () => {
    const pool = { inUse: 9, idle: 1, waiting: 40, max: 10 };
    expect((await openObserved({ pool }).read()).pool).toEqual(pool);
  });

  test('are there though the pool cannot be looked at', async () => {
    const repository = {
      ...createMemoryRepository({ roster }),
      onStatement: () => () => {},
      readPool: () => {
        throw new Error('a pool of another kind');
      },
    };
    const attendance = createAttendance({ repository });
    expect(await attendance.health()).toMatchObject({ status: 'ok', readings: { pool: null, commands: { total: 0 } } });
  });

  test('are listened to no longer once closed', async () => {
    const { attendance, listeners } = openObserved();
    expect(listeners.size).toBe(1);
    await attendance.close();
    expect(listeners.size).toBe(0);
  });
});

describe('a statement', () => {
  test('is told when it has ended, frozen', () => {
    const { tell, ended, slow } = openObserved();
    tell({ marks: 12, durationMs: 500 });
    expect(ended).toEqual([{ ...quick, marks: 12, durationMs: 500 }]);
    expect(Object.isFrozen(ended[0])).toBe(true);
    expect(slow).toEqual([]);
  });

  test('is slow above 500 ms, with nothing told but what it was for', () => {
    const { tell, slow } = openObserved();
    tell({ durationMs: 500.1, marks: 7 }, { operation: 'getRegister', durationMs: 900, ok: false });
    expect(slow).toEqual([
      { operation: 'recordMarks', durationMs: 500.1 },
      { operation: 'getRegister', durationMs: 900 },
    ]);
  });

  test('is slow above what the host says; one that was never sent is not', () => {
    const { tell, slow } = openObserved({ slowStatementMs: 0 });
    tell({ durationMs: 0.1 }, { durationMs: 0 }, { durationMs: null, waitMs: 5_000, ok: false });
    expect(slow).toHaveLength(1);
  });

  test('is recorded though a listener throws', async () => {
    const { attendance, tell, read } = openObserved();
    attendance.events.on('statement.ended', () => {
      throw new AttendanceError('aborted', 'no', {});
    });
    tell({}, {});
    expect((await read()).statements.recordMarks?.total).toBe(2);
  });
});
