import { Kysely, PostgresDialect } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import type { AttendanceError } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { effectsOf, nothing, oneMark } from '../support/effects.ts';
import { createHost, today } from '../support/host.ts';
import { beginOnClient, hostTransactions } from '../support/host-transactions.ts';
import { createRole, dropRole } from '../support/one-role.ts';
import { version, viewOf } from '../support/own-version.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, newId, type SchoolDatabase, type SchoolOnRoster } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;
const migrate = "run migrateToLatest(db, { schema: 'attendance' })";

/** Changes that make tables not serve this release, each with what is then told. */
const unfit = {
  'there are none': ['drop schema attendance cascade', { reason: 'not_migrated', found: null, command: migrate }],
  'the schema is empty': [
    'drop schema attendance cascade; create schema attendance',
    { reason: 'not_migrated', found: null, command: migrate },
  ],
  'they are older': [
    `alter view attendance.${viewOf(version)} rename to ${viewOf(version - 1)}`,
    { reason: 'outdated', found: String(version - 1), command: migrate },
  ],
  'they tell no version': [
    `drop view attendance.${viewOf(version)}`,
    { reason: 'outdated', found: null, command: migrate },
  ],
  'they are newer, and no longer serve it': [
    `alter view attendance.${viewOf(version)} rename to ${viewOf(version + 1)};
    create view attendance.${viewOf(version + 9)} as select '9.0.0'::text as oldest_release`,
    {
      reason: 'ahead',
      found: `${version + 1}, ${version + 9}`,
      command: `update rollbook to a release that knows version ${version + 9}`,
    },
  ],
} as const;

const connections = {
  'a pool': (pool: Pool) => ({ pool }),
  'a pool without prepared statements': (pool: Pool) => ({ pool, preparedStatements: false }),
  'a Kysely instance': (pool: Pool) => ({ db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }) }),
};

describeOnPostgres('tables that do not serve this release', (server) => {
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  beforeEach(async () => {
    database = await createSchoolDatabase(server);
    school = await database.addSchool({ children: 3 });
  });
  afterEach(() => database.drop());

  const mark = (place = 0) => ({ schoolId: school.schoolId, childId: school.childIds[place] ?? '', ...present });

  function expectTold(error: AttendanceError, told: { readonly command: string }): void {
    const { cause: _, ...rest } = error;
    expect(rest).toMatchObject({
      code: 'schema_outdated',
      retryable: false,
      details: { ...told, needed: String(version) },
    });
    expect(error.message).toContain(told.command);
    expect(error.message).toContain('"attendance"');
  }

  describe.each(Object.entries(connections))('through %s', (_name, connect) => {
    test.each(Object.entries(unfit))('are told at once, with what mends it: %s', async (_case, [provoke, told]) => {
      const attendance = createHost(connect(database.openPool({ max: 2 })));
      for (let i = 0; i < 7; i++) await attendance.markAttendance(mark());
      await database.pool.query(provoke);
      const { schoolId, childIds } = school;
      const calls = [
        attendance.markAttendance(mark(1)),
        attendance.markBulkAttendance({ schoolId, childIds, ...present }),
        attendance.getRegister({ schoolId }),
        attendance.notifications.stats(),
      ];
      for (const error of await Promise.all(calls.map(rejectionOf))) expectTold(error, told);
    });
  });

  test('take nothing more, also of statements that were planned for all executions before', async () => {
    const pool = database.openPool({ max: 1 });
    const attendance = createHost({ pool });
    for (let i = 0; i < 10; i++) await attendance.markAttendance(mark());
    await database.pool.query(`alter view attendance.${viewOf(version)} rename to ${viewOf(version + 1)}`);
    expect(await rejectionOf(attendance.markAttendance(mark(1)))).toMatchObject({ details: { reason: 'ahead' } });
    await database.pool.query(`alter view attendance.${viewOf(version + 1)} rename to ${viewOf(version)}`);
    expect(await effectsOf(database.pool, school.schoolId)).toEqual(oneMark);
    expect(await attendance.markAttendance(mark(1))).toMatchObject({ outcome: 'recorded' });
  });

  test('refuse every kind of statement', async () => {
    await database.pool.query(`drop view attendance.${viewOf(version)}`);
    const { schoolId, childIds } = school;
    const [childId = ''] = childIds;
    const attendance = createHost({ pool: database.pool }, { notifier: { notify: async () => {} } });
    const { notifications } = attendance;
    const calls: Record<string, () => Promise<unknown>> = {
      clear: () => attendance.clearAttendance({ schoolId, childId, markedBy: 'teacher' }),
      summary: () => attendance.getDailySummary({ schoolId }),
      history: () => attendance.getHistory({ schoolId, childId }),
      reconcile: () => attendance.reconcileDailyCounts({ date: today }),
      purge: () => attendance.purge({ deliveriesBefore: '2026-01-01', revisionsBefore: '2026-01-01' }),
      erase: () => attendance.eraseChild({ schoolId, childId }),
      drain: () => notifications.drain(),
      process: () => notifications.process(newId()),
      deadLetters: () => notifications.deadLetters(),
      retry: () => notifications.retryDeadLetter(`${newId()}-1`),
      stats: () => notifications.stats(),
    };
    for (const [name, call] of Object.entries(calls)) {
      expect(await rejectionOf(call()), name).toMatchObject({ code: 'schema_outdated' });
    }
  });

  test('are looked at once for many marks that shared a statement', async () => {
    await database.pool.query(`drop view attendance.${viewOf(version)}`);
    const pool = database.openPool({ max: 1 });
    const attendance = createHost({ pool }, { batching: { maxInFlight: 1 } });
    const { schoolId, childIds } = await database.addSchool({ children: 40 });
    const errors = await Promise.all(
      childIds.map((childId) => rejectionOf(attendance.markAttendance({ schoolId, childId, ...present }))),
    );
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['schema_outdated']));
    const { readings } = await attendance.health();
    const sent = readings.statements.recordMarks?.total ?? 0;
    expect(sent).toBe(1);
    // One look a statement, and that of `health()`.
    expect(readings.statements.ping?.total).toBe(sent + 1);
  });

  test('that serve this release and later ones take its marks', async () => {
    await database.pool.query(
      `create view attendance.${viewOf(version + 1)} as select '0.1.0'::text as oldest_release`,
    );
    expect(await createHost({ pool: database.pool }).markAttendance(mark())).toMatchObject({ outcome: 'recorded' });
  });

  describe.each(Object.entries(hostTransactions))('in %s', (_name, begin) => {
    test('are told without a look, which the transaction could not take', async () => {
      await database.pool.query(`alter view attendance.${viewOf(version)} rename to ${viewOf(version + 1)}`);
      const host = await begin(database);
      const attendance = createHost({ pool: database.openPool({ max: 1 }) });
      const error = await rejectionOf(attendance.markAttendance(mark(), host.inside));
      await host.rollback();
      expectTold(error, { command: `${migrate}, or update rollbook if that has been done` });
      expect(error.details).toMatchObject({ reason: 'outdated', found: null });
      expect((await attendance.health()).readings.statements.ping?.total).toBe(1);
    });
  });

  test('in a transaction that holds the last connection make nobody wait', async () => {
    await database.pool.query(`drop view attendance.${viewOf(version)}`);
    const pool = database.openPool({ max: 1 });
    const host = await beginOnClient(pool);
    const attendance = createHost({ pool, timeoutMs: 60_000 });
    expect(await rejectionOf(attendance.markAttendance(mark(), host.inside))).toMatchObject({
      code: 'schema_outdated',
    });
    await host.rollback();
  });

  test('are told in time where there is no connection for a look', async () => {
    await database.pool.query(`drop view attendance.${viewOf(version)}`);
    const pool = database.openPool({ max: 1 });
    const repository = createPostgresRepository({ pool, timeoutMs: 300 });
    // Somebody who waits for the connection gets it before the look does, and keeps it.
    const taken = new Promise<PoolClient>((resolve) => {
      pool.once('acquire', () => resolve(pool.connect()));
    });
    const query = { schoolId: school.schoolId, session: 'day', now: new Date() };
    const error = await rejectionOf(repository.getDailyFigures(query));
    expectTold(error, { command: `${migrate}, or update rollbook if that has been done` });
    (await taken).release();
  });

  test('of another schema of the same database change nothing', async () => {
    await database.pool.query(`create schema other; create view other.${viewOf(version + 1)} as select 1 as one`);
    expect(await createHost({ pool: database.pool }).markAttendance(mark())).toMatchObject({ outcome: 'recorded' });
    const other = createHost({ pool: database.pool, schema: 'other' });
    const error = await rejectionOf(other.markAttendance(mark()));
    expect(error).toMatchObject({ code: 'schema_outdated', details: { reason: 'ahead', found: String(version + 1) } });
    expect(error.message).toContain('"other"');
  });

  test('keep a worker from starting', async () => {
    await database.pool.query('drop schema attendance cascade');
    const attendance = createHost({ pool: database.pool }, { notifier: { notify: async () => {} } });
    const error = await rejectionOf(attendance.notifications.start());
    expectTold(error, { command: migrate });
  });

  test('are told with the id type that the repository has', async () => {
    await database.pool.query('drop schema attendance cascade');
    const attendance = createHost({ pool: database.pool, idType: 'bigint' });
    const error = await rejectionOf(attendance.markAttendance({ schoolId: '1', childId: '2', ...present }));
    expectTold(error, { command: "run migrateToLatest(db, { schema: 'attendance', idType: 'bigint' })" });
  });
});

describeOnPostgres('tables that serve this release', (server) => {
  let database: SchoolDatabase;
  let school: SchoolOnRoster;
  beforeEach(async () => {
    database = await createSchoolDatabase(server);
    school = await database.addSchool();
  });
  afterEach(() => database.drop());

  test('but not this role tell what to grant', async () => {
    const role = await createRole(database);
    const attendance = createHost({ pool: role.pool });
    const mark = () => attendance.markAttendance({ childId: school.childIds[0] ?? '', ...present });
    const forbidden = {
      code: 'repository_failed',
      retryable: false,
      details: { reason: 'forbidden', sqlState: '42501' },
    };
    const withoutAny = await rejectionOf(mark());
    expect(withoutAny).toMatchObject(forbidden);
    expect(withoutAny.message).toContain('grant it usage on the schema');

    const { name } = role;
    await database.pool.query(`grant usage on schema attendance to ${name};
      grant select on all tables in schema attendance to ${name}; grant insert, update on attendance.records to ${name}`);
    const withoutSome = await rejectionOf(mark());
    expect(withoutSome).toMatchObject(forbidden);
    expect(withoutSome.message).toMatch(
      /grant it insert, update on daily_counts; insert on notification_jobs; insert on revisions; execute on function record_mark_1, /,
    );
    expect(await effectsOf(database.pool, school.schoolId)).toEqual(nothing);

    await database.pool.query(`grant insert, update on attendance.daily_counts to ${name};
      grant insert on attendance.revisions, attendance.notification_jobs to ${name};
      grant execute on all functions in schema attendance to ${name}`);
    expect(await mark()).toMatchObject({ outcome: 'recorded' });
    await dropRole(database, role);
  });

  test('but refuse something that no mark needs tell that a privilege is missing', async () => {
    const role = await createRole(database);
    await database.pool.query(`grant usage on schema attendance to ${role.name};
      grant select, insert, update on attendance.records, attendance.daily_counts to ${role.name};
      grant select, insert on attendance.revisions, attendance.notification_jobs to ${role.name};
      grant select on attendance.schools, attendance.children, attendance.enrolments to ${role.name};
      grant execute on all functions in schema attendance to ${role.name}`);
    const attendance = createHost({ pool: role.pool }, { notifier: { notify: async () => {} } });
    expect(await attendance.health()).toMatchObject({ status: 'ok' });
    const error = await rejectionOf(attendance.notifications.stats());
    expect(error).toMatchObject({ code: 'repository_failed', details: { reason: 'forbidden', sqlState: '42501' } });
    expect(String(error.cause)).toMatch(/deliveries/);
    await dropRole(database, role);
  });

  test("but a host's policy that refuses a row is not a missing privilege", async () => {
    const role = await createRole(database);
    await database.pool.query(`grant usage on schema attendance to ${role.name};
      grant select, insert, update on all tables in schema attendance to ${role.name};
      grant execute on all functions in schema attendance to ${role.name};
      alter table attendance.revisions enable row level security;
      create policy none on attendance.revisions with check (false)`);
    const attendance = createHost({ pool: role.pool });
    const error = await rejectionOf(attendance.markAttendance({ childId: school.childIds[0] ?? '', ...present }));
    expect(error).toMatchObject({ code: 'repository_failed', details: { sqlState: '42501' } });
    expect(error.details).not.toHaveProperty('reason');
    await dropRole(database, role);
  });

  test.each(['bigint', 'text'] as const)('but have other ids tell which: %s', async (idType) => {
    const attendance = createHost({ pool: database.pool, idType });
    const error = await rejectionOf(attendance.markAttendance({ schoolId: '1', childId: '2', ...present }));
    expect(error).toMatchObject({ code: 'repository_failed', retryable: false, details: { reason: 'wrong_id_type' } });
    expect(error.message).toMatch(/are uuid, not .*: create the repository with idType: 'uuid'$/);
  });

  test('but lack a column tell what the database says', async () => {
    await database.pool.query('alter table attendance.records drop column note');
    const attendance = createHost({ pool: database.pool });
    const error = await rejectionOf(attendance.markAttendance({ childId: school.childIds[0] ?? '', ...present }));
    expect(error).toMatchObject({ code: 'repository_failed', details: { sqlState: '42703' } });
    expect(error.message).toBe('the database refused the statement');
  });
});
