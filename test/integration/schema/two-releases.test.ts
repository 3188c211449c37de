import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { createMigrationProvider, migrateDown, migrateToLatest } from 'rollbook/postgres';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { findWrongCounters } from '../support/effects.ts';
import { createHost } from '../support/host.ts';
import { version, viewOf } from '../support/own-version.ts';
import { type PackedRelease, packRelease } from '../support/packed-release.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { createSchoolDatabase, type SchoolDatabase } from '../support/school-database.ts';
import { waitUntil } from '../support/wait-until.ts';

const nameOf = (of: number) => `${String(of).padStart(3, '0')}-made-up`;
const ownView = `attendance.${viewOf(version)}`;

/** Later releases' migrations, made up: one goes on serving this release, and one no longer does. */
const serving: Record<string, Migration> = {
  [nameOf(version + 1)]: {
    up: async (db) => {
      await sql`alter table attendance.records add column colour text`.execute(db);
      await sql`create index records_colour on attendance.records (colour)`.execute(db);
      await sql.raw(`create view attendance.${viewOf(version + 1)} as select '0.1.0' as oldest_release`).execute(db);
    },
    down: async () => {},
  },
};
const parting: Record<string, Migration> = {
  ...serving,
  [nameOf(version + 2)]: {
    up: async (db) => {
      await sql.raw(`drop view ${ownView}`).execute(db);
      await sql.raw(`create view attendance.${viewOf(version + 2)} as select '2.0.0' as oldest_release`).execute(db);
    },
    down: async () => {},
  },
};

/** As a later release's `migrateToLatest`, by the documented names. */
async function migrateLater(db: Kysely<unknown>, made: Record<string, Migration>): Promise<void> {
  const own = await createMigrationProvider().getMigrations();
  const migrator = new Migrator({
    db: db.withoutPlugins(),
    provider: { getMigrations: async () => ({ ...own, ...made }) },
    migrationTableSchema: 'attendance',
    migrationTableName: 'rollbook_migration',
    migrationLockTableName: 'rollbook_migration_lock',
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error;
  expect(results.map(({ status }) => status)).toEqual(['Success']);
}

let release: PackedRelease;
beforeAll(async () => {
  release = await packRelease();
});
afterAll(() => release?.remove());

describeOnPostgres('during a deploy', (server) => {
  let database: SchoolDatabase;
  beforeEach(async () => {
    database = await createSchoolDatabase(server);
  });
  afterEach(() => database.drop());

  const countRevisions = async () => (await database.pool.query('select count(*)::int from attendance.revisions')).rows;

  test('the release before marks on while tables are migrated, and is refused once they no longer serve it', async () => {
    const { childIds } = await database.addSchool({ children: 8 });
    const before = release.start(database.url, childIds);
    expect((await before.load()).failed).toEqual({});

    await migrateLater(database.db, serving);
    const { marked } = await before.figures();
    await waitUntil('marks have gone on', async () => (await before.figures()).marked > marked + 200);
    expect(await findWrongCounters(database.pool)).toEqual([]);
    expect((await before.figures()).failed).toEqual({});
    expect(await before.health()).toEqual({ status: 'ok' });

    await migrateLater(database.db, parting);
    const atTheEnd = await countRevisions();
    await waitUntil('each child has been refused', async () => {
      const { failed } = await before.figures();
      return (failed['schema_outdated ahead'] ?? 0) >= 2 * childIds.length;
    });
    const { failed } = await before.settle();
    expect(Object.keys(failed)).toEqual(['schema_outdated ahead']);
    expect(await countRevisions()).toEqual(atTheEnd);
    expect(await findWrongCounters(database.pool)).toEqual([]);
    expect(await before.health()).toEqual({
      status: 'ahead',
      hint: expect.stringContaining(`update rollbook to a release that knows version ${version + 2}`),
    });
    expect(await before.finish()).toEqual({ exitCode: 0, complaints: '' });
  });

  test('the release before may migrate, as when one of its processes starts again: nothing happens', async () => {
    await migrateLater(database.db, serving);
    expect(await migrateToLatest(database.db)).toEqual([]);
    const { childIds } = await database.addSchool();
    const mark = { childId: childIds[0] ?? '', status: 'present', markedBy: 'teacher' } as const;
    expect(await createHost({ pool: database.pool }).markAttendance(mark)).toMatchObject({ outcome: 'recorded' });
  });

  test('the release before is told why it may not migrate tables that no longer serve it', async () => {
    await migrateLater(database.db, serving);
    await migrateLater(database.db, parting);
    const details = { reason: 'ahead', found: `${version + 1}, ${version + 2}`, needed: String(version) };
    expect(await rejectionOf(migrateToLatest(database.db))).toMatchObject({ code: 'schema_outdated', details });
  });

  test('the release before cannot take back its own tables from under the later ones', async () => {
    await migrateLater(database.db, serving);
    const details = { reason: 'ahead', found: `${version}, ${version + 1}`, needed: String(version) };
    expect(await rejectionOf(migrateDown(database.db))).toMatchObject({ code: 'schema_outdated', details });
    expect(await countRevisions()).toEqual([{ count: 0 }]);
  });
});

test('each release needs the tables of its own latest migration', async () => {
  const names = Object.keys(await createMigrationProvider().getMigrations()).toSorted();
  expect(Number(names.at(-1)?.slice(0, 3))).toBe(version);
});
