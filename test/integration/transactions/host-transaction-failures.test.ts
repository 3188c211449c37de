import type { Attendance, DefaultStatus } from 'rollbook';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { deadlocksOf } from '../support/deadlocks.ts';
import { effectsOf, nothing, oneMark } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { beginOnClient } from '../support/host-transactions.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, newId, type SchoolDatabase } from '../support/school-database.ts';
import { waitForLockWaiters, waitUntil } from '../support/wait-until.ts';
import { WireProxy } from '../support/wire-proxy.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres("what fails in the host's transaction", (server) => {
  let database: SchoolDatabase;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
  });
  afterAll(async () => {
    await database?.drop();
  });

  describe.each(['repeatable read', 'serializable'])('at %s', (level) => {
    test('a serialization failure is surfaced after one try, for the host to start over', async () => {
      const { schoolId, childIds } = await database.addSchool();
      const [childId = ''] = childIds;
      const proxy = await WireProxy.start(database.url);
      const pool = createPool({ connectionString: proxy.url, max: 1 });
      const host = await beginOnClient(pool, `begin isolation level ${level}`);
      await host.query('select 1 from attendance.records limit 1');
      const attendance = createHost({ pool: database.pool });
      await attendance.markAttendance({ schoolId, childId, ...present });
      proxy.forget();

      const error = await rejectionOf(
        attendance.markAttendance({ childId, status: 'late', markedBy: 'teacher' }, host.inside),
      );

      expect(proxy.roundTrips).toBe(1);
      expect(error).toMatchObject({
        code: 'repository_unavailable',
        retryable: true,
        details: { reason: 'conflict', sqlState: '40001' },
        cause: { message: 'could not serialize access due to concurrent update' },
      });
      expect(Object.keys(error.cause ?? {})).toEqual(['code']);
      await host.rollback();
      await pool.end();
      await proxy.close();
      expect(await effectsOf(database.pool, schoolId)).toEqual(oneMark);
    });
  });

  test('a deadlock between two host transactions is surfaced after one try, and the other one goes on', async () => {
    const [one, other] = [await database.addSchool(), await database.addSchool()];
    const proxy = await WireProxy.start(database.url);
    const pool = createPool({ connectionString: proxy.url, max: 2, options: '-c deadlock_timeout=50ms' });
    const attendance = createHost({ pool: database.pool });
    const mark = (school: typeof one, host: typeof first) =>
      attendance.markAttendance({ childId: school.childIds[0] ?? '', ...present }, host.inside);
    const first = await beginOnClient(pool);
    const second = await beginOnClient(pool);
    await mark(one, first);
    await mark(other, second);
    proxy.forget();

    const tries = [mark(other, first)];
    await waitForLockWaiters(database.pool);
    tries.push(mark(one, second));
    const [firstTry, secondTry] = await Promise.allSettled(tries);

    const [victim, survivor] = firstTry?.status === 'rejected' ? [first, second] : [second, first];
    const failed = firstTry?.status === 'rejected' ? firstTry : secondTry;
    expect(failed).toMatchObject({
      status: 'rejected',
      reason: { code: 'repository_unavailable', retryable: true, details: { reason: 'conflict', sqlState: '40P01' } },
    });
    expect(proxy.roundTrips).toBe(2);
    await victim.rollback();
    await survivor.commit();
    await pool.end();
    await proxy.close();
    expect(await effectsOf(database.pool, one.schoolId)).toEqual(oneMark);
    expect(await effectsOf(database.pool, other.schoolId)).toEqual(oneMark);
    // Behind a proxy the client is gone before its backend, which counts when it exits.
    await waitUntil('the server has counted one deadlock', async () => (await deadlocksOf(database)) === 1);
  });

  test('a lost connection is surfaced after one try, and nothing is recorded', async () => {
    const { childIds, schoolId } = await database.addSchool();
    const pool = database.openPool({ max: 1 });
    const host = await beginOnClient(pool);
    const { rows } = await database.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'",
    );
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    const attendance = createHost({ pool: database.pool });
    const error = await rejectionOf(attendance.markAttendance({ childId: childIds[0] ?? '', ...present }, host.inside));
    expect(error).toMatchObject({ code: 'repository_unavailable', details: { reason: 'connection' } });
    await host.rollback().catch(() => {});
    expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);
  });

  test('a transaction that has failed already refuses the mark for good', async () => {
    const { childIds } = await database.addSchool();
    const host = await beginOnClient(database.pool);
    await host.query('select 1 / 0').catch(() => {});
    const attendance = createHost({ pool: database.pool });
    const error = await rejectionOf(attendance.markAttendance({ childId: childIds[0] ?? '', ...present }, host.inside));
    expect(error).toMatchObject({ code: 'repository_failed', retryable: false, details: { sqlState: '25P02' } });
    await host.rollback();
  });

  test('a mark that the signal gives up leaves the transaction to the host, who can roll it back', async () => {
    const { schoolId, childIds } = await database.addSchool();
    const [childId = ''] = childIds;
    const attendance = createHost({ pool: database.pool });
    const blocker = await beginOnClient(database.pool);
    await attendance.markAttendance({ childId, ...present }, blocker.inside);
    const host = await beginOnClient(database.pool);
    const abort = new AbortController();
    const mark = rejectionOf(
      attendance.markAttendance({ childId, ...present }, { ...host.inside, signal: abort.signal }),
    );
    await waitForLockWaiters(database.pool);
    abort.abort();
    expect(await mark).toMatchObject({ code: 'aborted' });
    await blocker.rollback();
    await host.rollback();
    expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);
  });

  /** A host without type checks. */
  const createUntypedHost = (): Attendance<DefaultStatus, 'day', unknown> => createHost({ pool: database.pool });

  test.each<[string, () => unknown]>([
    ["the host's Kysely instance", () => database.db],
    ["the host's pool", () => database.pool],
    ['a name', () => 'trx'],
    ['an empty object', () => ({})],
    ['a function', () => () => {}],
    ['null', () => null],
    ['an object whose query is no function', () => ({ query: 'select 1' })],
  ])('%s is no transaction: an invalid command, and nothing is recorded', async (_name, toTransaction) => {
    const { schoolId, childIds } = await database.addSchool();
    const command = { childId: childIds[0] ?? newId(), ...present };
    const mark = createUntypedHost().markAttendance(command, { transaction: toTransaction() });
    const error = await rejectionOf(mark);
    expect(error).toMatchObject({ code: 'invalid_command', details: { issues: [{ path: 'transaction' }] } });
    expect(await effectsOf(database.pool, schoolId)).toEqual(nothing);
  });

  test.each([undefined, {}, { rows: 3 }])('a wrapper that answers no rows, but %j, is told so', async (answer) => {
    const { childIds } = await database.addSchool();
    const command = { childId: childIds[0] ?? '', ...present };
    const mark = createUntypedHost().markAttendance(command, { transaction: { query: async () => answer } });
    expect(await rejectionOf(mark)).toMatchObject({ code: 'repository_failed', retryable: false });
  });
});
