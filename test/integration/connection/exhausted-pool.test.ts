import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf, nothing, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { readLockWaiters, waitForLockWaiters, waitUntil } from '../support/wait-until.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;
const timedOut = { code: 'repository_unavailable', retryable: true, details: { reason: 'timeout' } };

const connections = {
  'a pool': (pool: Pool) => ({ pool }),
  'a Kysely instance': (pool: Pool) => ({ db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }) }),
};

describeOnPostgres("with all of the host's connections borrowed", (server) => {
  let database: SchoolDatabase;
  let pool: Pool;
  let borrowed: PoolClient;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  beforeEach(async () => {
    pool = database.openPool({ max: 1 });
    borrowed = await pool.connect();
  });
  afterEach(() => pool.end());
  afterAll(async () => {
    await database?.drop();
  });

  describe.each(Object.entries(connections))('through %s', (_name, connect) => {
    test('a mark fails within timeoutMs instead of hanging, and is not written later', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const attendance = createHost({ ...connect(pool), timeoutMs: 300 });
      const command = { schoolId, childId: childIds[0] ?? '', ...present };
      const startedAt = performance.now();
      expect(await rejectionOf(attendance.markAttendance(command))).toMatchObject(timedOut);
      // Far from the 300 ms, for busy machines, and short of the default of 5,000.
      expect(performance.now() - startedAt).toBeLessThan(4_500);

      borrowed.release();
      await waitUntil('the client that came too late is back', () => pool.idleCount === 1 && pool.waitingCount === 0);
      expect(await effectsOf(pool, schoolId)).toEqual(nothing);

      await attendance.markAttendance(command);
      expect(await effectsOf(pool, schoolId)).toEqual(oneMark);
      expect({ waiting: pool.waitingCount, total: pool.totalCount }).toEqual({ waiting: 0, total: 1 });
    });

    test('forty marks that are given up leave the pool as it was', async () => {
      const { schoolId, childIds } = await database.addSchool({ children: 40 });
      const attendance = createHost({ ...connect(pool), timeoutMs: 300 });
      const marks = childIds.map((childId) =>
        rejectionOf(attendance.markAttendance({ schoolId, childId, ...present })),
      );
      for (const error of await Promise.all(marks)) expect(error).toMatchObject(timedOut);

      borrowed.release();
      await waitUntil('all clients are back', () => pool.idleCount === 1 && pool.waitingCount === 0);
      expect(await effectsOf(pool, schoolId)).toEqual(nothing);
    });

    test('forty marks of one child, one behind the other, fail within timeoutMs all the same', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const attendance = createHost({ ...connect(pool), timeoutMs: 300 });
      const command = { schoolId, childId: childIds[0] ?? '', ...present };
      const startedAt = performance.now();
      const marks = Array.from({ length: 40 }, () => rejectionOf(attendance.markAttendance(command)));
      for (const error of await Promise.all(marks)) expect(error).toMatchObject(timedOut);
      // One after the other they would take 12,000 ms.
      expect(performance.now() - startedAt).toBeLessThan(4_500);

      borrowed.release();
      await attendance.markAttendance(command);
      expect(await effectsOf(pool, schoolId)).toEqual(oneMark);
    });

    test('a mark whose signal is aborted while it waits is aborted, and not written later', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const attendance = createHost(connect(pool), { batching: false });
      const abort = new AbortController();
      const command = { schoolId, childId: childIds[0] ?? '', ...present };
      const mark = rejectionOf(attendance.markAttendance(command, { signal: abort.signal }));
      await waitUntil('the mark waits for a connection', () => pool.waitingCount === 1);
      abort.abort();
      expect(await mark).toMatchObject({ code: 'aborted', retryable: true, details: {} });

      borrowed.release();
      await waitUntil('the client that came too late is back', () => pool.idleCount === 1 && pool.waitingCount === 0);
      expect(await effectsOf(pool, schoolId)).toEqual(nothing);
    });

    test('a mark whose signal is aborted already never asks for a connection', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const attendance = createHost(connect(pool));
      const command = { schoolId, childId: childIds[0] ?? '', ...present };
      const mark = rejectionOf(attendance.markAttendance(command, { signal: AbortSignal.abort() }));
      expect(pool.waitingCount).toBe(0);
      expect(await mark).toMatchObject({ code: 'aborted' });
      borrowed.release();
    });
  });

  test("the pool's own connection timeout is told as such, not as the library's", async () => {
    const impatient = database.openPool({ max: 1, connectionTimeoutMillis: 50 });
    const held = await impatient.connect();
    const { childIds } = await database.addSchool();
    const attendance = createHost({ pool: impatient, timeoutMs: 10_000 });
    const error = await rejectionOf(attendance.markAttendance({ childId: childIds[0] ?? '', ...present }));
    expect(error).toMatchObject({ code: 'repository_unavailable', retryable: true, details: { reason: 'connection' } });
    held.release();
    borrowed.release();
  });

  test('a mark that waits for a lock is given up in time by the server itself: nothing is left behind', async () => {
    borrowed.release();
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const blocker = await beginOnClient(database.pool);
    await createHost({ pool: database.pool }).markAttendance({ childId, ...present }, blocker.inside);
    const attendance = createHost({ pool, timeoutMs: 300 });

    expect(await rejectionOf(attendance.markAttendance({ schoolId, childId, ...present }))).toMatchObject(timedOut);

    await waitUntil('no backend waits any more', async () => (await readLockWaiters(database.pool)).length === 0);
    await waitUntil('no client is borrowed', () => pool.idleCount === pool.totalCount);
    await blocker.rollback();
    expect(await effectsOf(pool, schoolId)).toEqual(nothing);
  });

  test('a mark that is not answered in time is given up, and its connection is not reused', async () => {
    borrowed.release();
    const { schoolId, childIds } = await database.addSchool();
    const blocker = await beginOnClient(database.pool);
    // The server waits for a view's lock before the statement begins, and so before the statement's own limit.
    await blocker.query('lock table attendance.schema_version_1 in access exclusive mode');
    const attendance = createHost({ pool, timeoutMs: 300 });
    const command = { schoolId, childId: childIds[0] ?? '', ...present };

    expect(await rejectionOf(attendance.markAttendance(command))).toMatchObject(timedOut);

    expect(pool.totalCount).toBe(0);
    await blocker.rollback();
    expect((await pool.query('select 42 as answer')).rows).toEqual([{ answer: 42 }]);
  });

  test('callers who give up leave no more statements behind than one a school', async () => {
    borrowed.release();
    const { schoolId, childIds } = await database.addSchool({ children: 20 });
    const blocker = await beginOnClient(database.pool);
    await createHost({ pool: database.pool }).markAttendance(
      { childId: childIds[0] ?? '', ...present },
      blocker.inside,
    );
    const attendance = createHost({ pool: database.openPool() });
    for (const childId of childIds) {
      const abort = new AbortController();
      const mark = rejectionOf(attendance.markAttendance({ schoolId, childId, ...present }, { signal: abort.signal }));
      await waitForLockWaiters(database.pool);
      abort.abort();
      expect(await mark).toMatchObject({ code: 'aborted' });
      expect((await readLockWaiters(database.pool)).length).toBeLessThanOrEqual(1);
    }
    await blocker.rollback();
    await attendance.close();
  });

  test('a mark whose signal is aborted while it waits for a lock is aborted', async () => {
    borrowed.release();
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const blocker = await beginOnClient(database.pool);
    await createHost({ pool: database.pool }).markAttendance({ childId, ...present }, blocker.inside);
    const abort = new AbortController();
    const call = createHost({ pool }).markAttendance({ schoolId, childId, ...present }, { signal: abort.signal });
    const mark = rejectionOf(call);
    await waitForLockWaiters(database.pool);
    abort.abort(new Error('the user has left'));
    expect(await mark).toMatchObject({ code: 'aborted' });
    await blocker.rollback();
  });
});
