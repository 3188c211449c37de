import { Kysely, PostgresDialect } from 'kysely';
import { createPostgresRepository } from 'rollbook/postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { createEmptyDatabase } from '../support/empty-database.ts';
import { createHost } from '../support/host.ts';
import { createRole, dropRole, type OneRole } from '../support/one-role.ts';
import { version, viewOf } from '../support/own-version.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';

const migrate = "run migrateToLatest(db, { schema: 'attendance' })";

/** The status and the hint, without what was measured. */
async function healthOf(repository: Parameters<typeof createHost>[0]) {
  const { status, hint, repositoryMs } = await createHost(repository).health();
  expect(repositoryMs).toEqual(expect.any(Number));
  return { status, hint };
}

describeOnPostgres('health', (server) => {
  let database: SchoolDatabase;
  beforeEach(async () => {
    database = await createSchoolDatabase(server);
  });
  afterEach(() => database.drop());

  test('of an empty database says that nothing was migrated, and what to run', async () => {
    const empty = await createEmptyDatabase(server);
    const { pool } = empty;
    expect(await healthOf({ pool })).toEqual({ status: 'not_migrated', hint: expect.stringContaining(migrate) });
    expect(await healthOf({ db: empty.db, schema: 'north', idType: 'text' })).toEqual({
      status: 'not_migrated',
      hint: expect.stringContaining("run migrateToLatest(db, { schema: 'north', idType: 'text' })"),
    });
    await empty.drop();
  });

  test('of tables that fit has no hint', async () => {
    expect(await healthOf({ pool: database.pool })).toEqual({ status: 'ok', hint: undefined });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: database.openPool() }) });
    expect(await healthOf({ db })).toEqual({ status: 'ok', hint: undefined });
  });

  test('of older tables says what to run', async () => {
    await database.pool.query(`alter view attendance.${viewOf(version)} rename to ${viewOf(version - 1)}`);
    expect(await healthOf({ pool: database.pool })).toEqual({
      status: 'outdated',
      hint: `the tables in the schema "attendance" serve version ${version - 1}, and this release needs version ${version}: ${migrate}`,
    });
    await database.pool.query(`drop view attendance.${viewOf(version - 1)}`);
    expect(await healthOf({ pool: database.pool })).toEqual({
      status: 'outdated',
      hint: `the tables in the schema "attendance" serve no version, and this release needs version ${version}: ${migrate}`,
    });
  });

  test('of newer tables says so only once they no longer serve this release', async () => {
    await database.pool.query(
      `create view attendance.${viewOf(version + 1)} as select '0.1.0'::text as oldest_release`,
    );
    expect(await healthOf({ pool: database.pool })).toEqual({ status: 'ok', hint: undefined });
    await database.pool.query(`drop view attendance.${viewOf(version)}`);
    expect(await healthOf({ pool: database.pool })).toEqual({
      status: 'ahead',
      hint: `the tables in the schema "attendance" serve version ${version + 1}, and this release needs version ${version}: \
update rollbook to a release that knows version ${version + 1}`,
    });
  });

  test.each(['bigint', 'text'] as const)('of tables with other ids than %s says which', async (idType) => {
    expect(await healthOf({ pool: database.pool, idType })).toEqual({
      status: 'wrong_id_type',
      hint: `the ids in the schema "attendance" are uuid, not ${idType}: create the repository with idType: 'uuid'`,
    });
  });

  test('takes one statement, which a closed pool refuses', async () => {
    const pool = database.openPool({ max: 1 });
    const attendance = createHost({ pool });
    await attendance.health();
    const { readings } = await attendance.health();
    expect(readings.statements.ping).toMatchObject({ total: 2, roundTrips: 2 });
    await pool.end();
    expect(await attendance.health()).toMatchObject({ status: 'unavailable', repositoryMs: null });
  });

  test('is asked of the repository itself by ping, which rejects with the error', async () => {
    await database.pool.query('drop schema attendance cascade');
    const error = await rejectionOf(createPostgresRepository({ pool: database.pool }).ping());
    const details = { reason: 'not_migrated', found: null, needed: String(version), command: migrate };
    expect(error).toMatchObject({ code: 'schema_outdated', details, retryable: false });
  });

  describe('of a role', () => {
    let role: OneRole;
    beforeEach(async () => {
      role = await createRole(database);
    });
    afterEach(() => dropRole(database, role));

    const grant = (privileges: string) => database.pool.query(`grant ${privileges} to ${role.name}`);
    const marking = ['select on schools', 'select on children', 'select on enrolments'].concat([
      'select, insert, update on records',
      'select, insert, update on daily_counts',
      'select, insert on revisions',
      'insert on notification_jobs',
      'execute on all functions in schema attendance',
    ]);
    const grantAll = async (list: readonly string[]) => {
      for (const privilege of list) await grant(privilege.replace(/ on (?!all)/, ' on attendance.'));
    };

    test('without any grant names all that it lacks', async () => {
      const { status, hint } = await healthOf({ pool: role.pool });
      expect(status).toBe('forbidden');
      expect(hint).toBe(
        `the database's role lacks privileges in the schema "attendance": grant it usage on the schema; \
select on children; insert, select, update on daily_counts; select on enrolments; insert on notification_jobs; \
insert, select, update on records; insert, select on revisions; select on schools; \
execute on function record_mark_1, record_marks_1, record_named_mark_1, record_named_marks_1`,
      );
    });

    test('that may only use the schema names the tables', async () => {
      await grant('usage on schema attendance');
      const { status, hint } = await healthOf({ pool: role.pool });
      expect(status).toBe('forbidden');
      expect(hint).toMatch(/: grant it select on children; .*; select on schools; execute on function record_mark_1, /);
    });

    test('that may mark and read is ok', async () => {
      await grant('usage on schema attendance');
      await grantAll(marking);
      expect(await healthOf({ pool: role.pool })).toEqual({ status: 'ok', hint: undefined });
    });

    test('needs nothing of the counters while they are deferred', async () => {
      await grant('usage on schema attendance');
      await grantAll(marking.filter((privilege) => !privilege.includes('daily_counts')));
      expect(await healthOf({ pool: role.pool, counts: 'deferred' })).toEqual({ status: 'ok', hint: undefined });
      expect(await healthOf({ pool: role.pool })).toMatchObject({ status: 'forbidden' });
    });

    test('may be granted columns of the roster only', async () => {
      await grant('usage on schema attendance');
      await grantAll(marking.filter((privilege) => privilege !== 'select on children'));
      await grant('select (school_id, id, name) on attendance.children');
      expect(await healthOf({ pool: role.pool })).toEqual({ status: 'ok', hint: undefined });
    });

    test('that may not call the function of time zones names it', async () => {
      await grant('usage on schema attendance');
      await grantAll(marking);
      await database.pool.query(`revoke execute on function attendance.iana_zone(text) from public, ${role.name}`);
      expect(await healthOf({ pool: role.pool })).toEqual({
        status: 'forbidden',
        hint: `the database's role lacks privileges in the schema "attendance": grant it execute on function iana_zone`,
      });
    });

    test('that may do nothing is told first that nothing was migrated', async () => {
      await database.pool.query('drop schema attendance cascade');
      expect(await healthOf({ pool: role.pool })).toMatchObject({ status: 'not_migrated' });
    });
  });
});
