import { Kysely, PostgresDialect } from 'kysely';
import { type AttendanceEventMap, createAttendance, type StatementReading } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createHost, now, today } from '../support/host.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createPool, createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitForLockWaiters, waitUntil } from '../support/wait-until.ts';
import { WireProxy } from '../support/wire-proxy.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('what there is to watch', (server) => {
  let database: SchoolDatabase;
  let proxy: WireProxy;
  beforeAll(async () => {
    database = await createSchoolDatabase(server);
    proxy = await WireProxy.start(database.url);
  });
  beforeEach(() => proxy.forget());
  afterAll(async () => {
    await proxy?.close();
    await database?.drop();
  });

  const readingsOf = async (attendance: ReturnType<typeof createHost>) => (await attendance.health()).readings;

  test.each(['pool', 'Kysely instance'])(
    'is, through a %s, as many round trips as there were on the wire',
    async (way) => {
      const pool = createPool({ connectionString: proxy.url, max: 2 });
      const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
      const attendance = createHost(way === 'pool' ? { pool } : { db });
      const { schoolId, childIds } = await database.addSchool({ children: 3 });
      const [childId = ''] = childIds;
      const ended: AttendanceEventMap['statement.ended'][] = [];
      attendance.events.on('statement.ended', (event) => ended.push(event));

      await attendance.markAttendance({ schoolId, childId, ...present });
      await attendance.markBulkAttendance({ schoolId, childIds, ...present });
      await attendance.clearAttendance({ schoolId, childId, markedBy: 'teacher' });
      await attendance.getRegister({ schoolId });
      await attendance.getDailySummary({ schoolId });
      await attendance.getHistory({ schoolId, childId });
      await attendance.reconcileDailyCounts({ schoolId, date: today });
      await attendance.purge({ revisionsBefore: '2020-01-01' });
      await attendance.eraseChild({ schoolId, childId });
      const onTheWire = proxy.roundTrips;

      const { commands, statements, perCommand } = await readingsOf(attendance);
      expect(commands).toMatchObject({ total: 9, refused: 0 });
      expect(perCommand?.roundTrips).toBe(onTheWire / 9);
      expect(perCommand?.statements).toBe(onTheWire / 9);
      expect(statements.recordMarks).toMatchObject({ total: 3, roundTrips: 3, marks: 5, failed: 0, unsent: 0 });
      expect(statements.ping?.total).toBe(1);
      expect(ended.map(({ operation }) => operation).slice(0, 4)).toEqual([
        'recordMarks',
        'recordMarks',
        'recordMarks',
        'getRegister',
      ]);
      expect(ended.filter(({ durationMs }) => durationMs === null || durationMs <= 0)).toEqual([]);
      await db.destroy();
    },
  );

  test('shows how many marks share a statement in a rush, as counted on the wire', async () => {
    const pool = createPool({ connectionString: proxy.url, max: 4 });
    const attendance = createHost({ pool }, { batching: { maxBatchSize: 50, maxQueued: 200 } });
    const schools = await Promise.all(Array.from({ length: 15 }, () => database.addSchool({ children: 20 })));
    const marks = schools.flatMap(({ schoolId, childIds }) =>
      childIds.map((childId) => attendance.markAttendance({ schoolId, childId, ...present })),
    );
    const under = (await Promise.allSettled(marks)).filter(({ status }) => status === 'fulfilled').length;
    const onTheWire = proxy.roundTrips;

    const { commands, statements, perCommand, batching } = await readingsOf(attendance);
    expect(commands).toMatchObject({ total: 300, refused: 300 - under, errors: { overloaded: 300 - under } });
    expect(statements.recordMarks).toMatchObject({ total: onTheWire, roundTrips: onTheWire, marks: under });
    expect(batching).toMatchObject({ queued: 0, inFlight: 0, batches: onTheWire, marks: under });
    expect(batching?.largestBatch).toBeGreaterThan(1);
    expect(batching?.largestBatch).toBeLessThanOrEqual(50);
    expect(perCommand).toEqual({ statements: onTheWire / under, roundTrips: onTheWire / under });
    expect(onTheWire).toBeLessThan(under / 2);
    await pool.end();
  });

  test('counts the statements of a host’s transaction, and nothing of the host’s own', async () => {
    const pool = createPool({ connectionString: proxy.url, max: 1 });
    const attendance = createHost({ pool });
    const { schoolId, childIds } = await database.addSchool({ children: 2 });
    const client = await pool.connect();
    await client.query('begin');
    await attendance.markBulkAttendance({ schoolId, childIds, ...present }, { transaction: client });
    await client.query('commit');
    client.release();
    expect(proxy.roundTrips).toBe(3);
    expect((await readingsOf(attendance)).statements.recordMarks).toMatchObject({ total: 1, roundTrips: 1, marks: 2 });
    await pool.end();
  });

  test('counts a try whose answer was lost, and the one that repeated it, as two round trips of one statement', async () => {
    const pool = createPool({ connectionString: proxy.url, max: 1 });
    const attendance = createHost({ pool });
    const { schoolId, childIds } = await database.addSchool();
    await attendance.getRegister({ schoolId });
    proxy.loseReplies(1);
    const tries: StatementReading[] = [];
    attendance.events.on('statement.ended', (event) => tries.push(event));
    await attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present });
    expect(tries.map(({ attempt, ok }) => ({ attempt, ok }))).toEqual([
      { attempt: 1, ok: false },
      { attempt: 2, ok: true },
    ]);
    const onTheWire = proxy.roundTrips;
    const { statements, perCommand } = await readingsOf(attendance);
    expect(onTheWire).toBe(3);
    expect(statements.recordMarks).toMatchObject({ total: 1, roundTrips: 2, failed: 1, marks: 1 });
    expect(perCommand).toEqual({ statements: 1, roundTrips: onTheWire / 2 });
    await pool.end();
  });

  test('shows a pool that is used up: who uses it, who waits, and what never got a connection', async () => {
    const pool = database.openPool({ max: 2 });
    const attendance = createHost({ pool, timeoutMs: 300 });
    const { schoolId, childIds } = await database.addSchool();
    const mark = { schoolId, childId: childIds[0] ?? '', ...present };
    const held = [await pool.connect(), await pool.connect()];
    const marks = [rejectionOf(attendance.markAttendance(mark)), rejectionOf(attendance.markAttendance(mark))];
    await waitUntil('both wait', () => pool.waitingCount === 2);
    const health = attendance.health();
    for (const error of await Promise.all(marks)) expect(error.code).toBe('repository_unavailable');
    const { status, readings } = await health;
    expect(status).toBe('unavailable');
    expect(readings.pool).toMatchObject({ inUse: 2, idle: 0, max: 2 });
    expect(readings.commands.errors).toEqual({ repository_unavailable: 2 });
    expect(readings.statements.recordMarks).toMatchObject({ total: 2, roundTrips: 0, unsent: 2, durationMs: null });
    expect(readings.statements.recordMarks?.waitMs?.p50Ms).toBeGreaterThan(0);
    for (const client of held) client.release();
    await waitUntil('nobody waits', () => pool.waitingCount === 0);
    expect((await readingsOf(attendance)).pool).toEqual({ inUse: 0, idle: 2, waiting: 0, max: 2 });
  });

  test('shows no pool where there is only a Kysely instance', async () => {
    expect((await readingsOf(createHost({ db: database.db }))).pool).toBeNull();
  });

  test('tells of a statement that waits for a lock, by its name and duration only', async () => {
    const attendance = createAttendance({
      repository: createPostgresRepository({ pool: database.openPool({ max: 2 }) }),
      clock: { now: () => now },
      slowStatementMs: 100,
    });
    const { schoolId, childIds } = await database.addSchool();
    const mark = { schoolId, childId: childIds[0] ?? '', ...present };
    await attendance.markAttendance(mark);
    const slow: AttendanceEventMap['statement.slow'][] = [];
    attendance.events.on('statement.slow', (event) => slow.push(event));
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query('select from attendance.records where school_id = $1 for update', [schoolId]);
    const marking = attendance.markAttendance({ ...mark, status: 'sick' });
    await waitForLockWaiters(database.pool);
    await client.query('select pg_sleep(0.15)');
    await client.query('rollback');
    client.release();
    await marking;
    expect(slow).toEqual([{ operation: 'recordMarks', durationMs: expect.any(Number) }]);
    expect((await readingsOf(attendance)).statements.recordMarks?.slow).toBe(1);
  });

  test('counts what a worker sends, but not as a cost of commands', async () => {
    const attendance = createHost({ pool: database.openPool() }, { notifier: { notify: async () => {} } });
    const { schoolId, childIds } = await database.addSchool();
    await attendance.markAttendance({ schoolId, childId: childIds[0] ?? '', ...present });
    await attendance.notifications.drain();
    const { statements, perCommand } = await readingsOf(attendance);
    expect(statements['outbox.fanOut']?.total).toBeGreaterThan(0);
    expect(perCommand).toEqual({ statements: 1, roundTrips: 1 });
  });

  test('is told to everybody who listens to the repository, until they stop, and fails nobody', async () => {
    const repository = createPostgresRepository({ pool: database.openPool() });
    const told: string[] = [];
    const stop = repository.onStatement(({ operation }) => told.push(operation));
    repository.onStatement(() => {
      throw new Error('a listener');
    });
    await repository.ping();
    stop();
    stop();
    await repository.ping();
    expect(told).toEqual(['ping']);
  });
});
