import { Migrator } from 'kysely/migration';
import type { IdType } from 'rollbook';
import { createMigrationProvider, migrateDown, migrateToLatest } from 'rollbook/postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createEmptyDatabase, describeSchema, type EmptyDatabase } from '../support/empty-database.ts';
import { createHost } from '../support/host.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { newId } from '../support/school-database.ts';

const present = { status: 'present', markedBy: 'teacher' } as const;

describeOnPostgres('migrations', (server) => {
  let database: EmptyDatabase;
  beforeEach(async () => {
    database = await createEmptyDatabase(server);
  });
  afterEach(() => database.drop());

  test('run from zero, and nothing happens the second time', async () => {
    const first = await migrateToLatest(database.db);
    const after = await describeSchema(database.pool);
    expect(first.length).toBeGreaterThan(0);
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set(['Success']));

    expect(await migrateToLatest(database.db)).toEqual([]);
    expect(await describeSchema(database.pool)).toEqual(after);
  });

  test('run once when four clients start them at the same time', async () => {
    const clients = Array.from({ length: 4 }, () => database.open());
    const results = await Promise.all(clients.map((db) => migrateToLatest(db)));
    const ran = results.filter((result) => result.length > 0);
    expect(ran).toHaveLength(1);
    expect(new Set(ran.flat().map(({ status }) => status))).toEqual(new Set(['Success']));
  });

  test('can be taken back one by one and run again, on connections that have prepared statements', async () => {
    const applied = await migrateToLatest(database.db);
    const before = await describeSchema(database.pool);
    const attendance = createHost({ pool: database.pool });
    await addAndMarkOneChild();

    for (const _ of applied) expect(await migrateDown(database.db)).toMatchObject([{ status: 'Success' }]);
    expect((await describeSchema(database.pool)).filter((thing) => !thing.includes('rollbook_migration'))).toEqual([]);
    expect(await migrateDown(database.db)).toEqual([]);

    await migrateToLatest(database.db);
    expect(await describeSchema(database.pool)).toEqual(before);
    await addAndMarkOneChild();

    async function addAndMarkOneChild() {
      const [schoolId, childId] = [newId(), newId()];
      await database.pool.query("insert into attendance.schools values ($1, 'A school', 'Asia/Jakarta')", [schoolId]);
      await database.pool.query("insert into attendance.children (school_id, id, name) values ($1, $2, 'A child')", [
        schoolId,
        childId,
      ]);
      const { outcome } = await attendance.markAttendance({ schoolId, childId, ...present });
      expect(outcome).toBe('recorded');
    }
  });

  test('taken back where there are none do nothing', async () => {
    expect(await migrateDown(database.db)).toEqual([]);
  });

  test("leave the host's own migrations and tables alone", async () => {
    await database.pool.query('create table records as select 1 as id; create table kysely_migration (name text)');
    await migrateToLatest(database.db);
    await migrateDown(database.db);
    expect((await database.pool.query('select * from records')).rows).toEqual([{ id: 1 }]);
    expect((await database.pool.query('select * from kysely_migration')).rows).toEqual([]);
  });

  test("can be run by the host's own Migrator, by the documented names", async () => {
    const provider = createMigrationProvider({ schema: 'rollbook' });
    const migrator = new Migrator({
      db: database.db.withoutPlugins(),
      provider,
      migrationTableSchema: 'rollbook',
      migrationTableName: 'rollbook_migration',
      migrationLockTableName: 'rollbook_migration_lock',
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    expect({ error, ran: results.length > 0 }).toEqual({ error: undefined, ran: true });
    expect(await migrateToLatest(database.db, { schema: 'rollbook' })).toEqual([]);
  });

  test.each<IdType>(['uuid', 'bigint', 'text'])('make ids of type %s', async (idType) => {
    await migrateToLatest(database.db, { idType });
    const { rows } = await database.pool.query<{ data_type: string }>(
      `select distinct data_type from information_schema.columns
      where table_schema = 'attendance' and column_name in ('school_id', 'child_id')`,
    );
    expect(rows).toEqual([{ data_type: idType }]);
  });

  test('that have not run make every call fail for good, until they have, on the same connections', async () => {
    const attendance = createHost({ pool: database.pool });
    const [schoolId, childId] = [newId(), newId()];
    const calls = [
      () => attendance.markAttendance({ schoolId, childId, ...present }),
      () => attendance.markAttendance({ childId, ...present }),
      () => attendance.markBulkAttendance({ schoolId, childIds: [childId], ...present }),
      () => attendance.getRegister({ schoolId }),
      () => attendance.getDailySummary({ schoolId }),
      () => attendance.getHistory({ schoolId, childId }),
      () => attendance.reconcileDailyCounts({ date: '2026-03-02' }),
    ];
    for (const call of calls) {
      const error = await rejectionOf(call());
      expect(error).toMatchObject({ code: 'schema_outdated', retryable: false, details: { reason: 'not_migrated' } });
    }

    await migrateToLatest(database.db);
    const error = await rejectionOf(attendance.markAttendance({ schoolId, childId, ...present }));
    expect(error.code).toBe('school_not_found');
  });
});
