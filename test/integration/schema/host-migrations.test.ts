import {
  CamelCasePlugin,
  DeduplicateJoinsPlugin,
  type Kysely,
  type KyselyPlugin,
  ParseJSONResultsPlugin,
  WithSchemaPlugin,
} from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { migrateDown, migrateToLatest } from 'rollbook/postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { describeTables } from '../support/describe-tables.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../support/empty-database.ts';
import { version } from '../support/own-version.ts';

/** A host's own migrations, with Kysely's defaults. */
const ofHost: Record<string, Migration> = {
  '001-pupils': { up: (db) => db.schema.createTable('pupils').addColumn('id', 'integer').execute() },
};

const later: Record<string, Migration> = {
  ...ofHost,
  '002-teachers': { up: (db) => db.schema.createTable('teachers').addColumn('id', 'integer').execute() },
};

describeOnPostgres("rollbook's migrations beside the host's own", (server) => {
  let database: EmptyDatabase;
  beforeEach(async () => {
    database = await createEmptyDatabase(server);
  });
  afterEach(() => database.drop());

  async function migrateHost(db: Kysely<unknown>, migrations = ofHost): Promise<readonly string[]> {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map(({ migrationName }) => migrationName);
  }

  async function tablesBySchema(): Promise<Record<string, number>> {
    const { rows } = await database.pool.query<{ schema: string; tables: number }>(
      `select table_schema as schema, count(*)::int as tables from information_schema.tables
      where table_type = 'BASE TABLE' and table_name !~ 'migration' and table_schema !~ '^(pg_|information_schema)'
      group by table_schema`,
    );
    return Object.fromEntries(rows.map(({ schema, tables }) => [schema, tables]));
  }

  test.each(['ours first', "the host's first"])('run in either order, for ever: %s', async (order) => {
    const { db } = database;
    if (order === 'ours first') expect(await migrateToLatest(db)).toHaveLength(version);
    expect(await migrateHost(db)).toEqual(['001-pupils']);
    if (order !== 'ours first') expect(await migrateToLatest(db)).toHaveLength(version);
    for (let deploy = 1; deploy <= 3; deploy++) {
      expect(await migrateToLatest(db)).toEqual([]);
      expect(await migrateHost(db)).toEqual([]);
    }
    expect(await migrateHost(db, later)).toEqual(['002-teachers']);
    expect(await migrateDown(db)).toHaveLength(1);
    expect(await migrateHost(db, later)).toEqual([]);
    expect(await migrateToLatest(db)).toHaveLength(1);
    expect(await tablesBySchema()).toEqual({ attendance: 9, public: 2 });
  });

  test('make all tables in each schema, also by an instance that names a schema itself', async () => {
    const db = database.db.withSchema('app');
    for (const schema of ['tenant_a', 'tenant_b']) {
      expect(await migrateToLatest(db, { schema })).toHaveLength(version);
      expect(await migrateToLatest(db, { schema })).toEqual([]);
    }
    expect(await tablesBySchema()).toEqual({ tenant_a: 9, tenant_b: 9 });
    const [a, b] = [await describeTables(database.pool, 'tenant_a'), await describeTables(database.pool, 'tenant_b')];
    expect(b.replaceAll('tenant_b', 'tenant_a')).toBe(a);

    expect(await migrateDown(db, { schema: 'tenant_a' })).toHaveLength(1);
    expect(await tablesBySchema()).toEqual({ tenant_b: 9 });
    expect(await migrateToLatest(db, { schema: 'tenant_a' })).toHaveLength(1);
    expect(await migrateToLatest(db, { schema: 'tenant_b' })).toEqual([]);
  });

  const plugins: Readonly<Record<string, readonly KyselyPlugin[]>> = {
    'camel case': [new CamelCasePlugin()],
    'camel case in capitals': [new CamelCasePlugin({ upperCase: true })],
    'camel case with an underscore before digits': [new CamelCasePlugin({ underscoreBeforeDigits: true })],
    'a schema of its own': [new WithSchemaPlugin('app')],
    'three at once': [
      new CamelCasePlugin({ upperCase: true, maintainNestedObjectKeys: true }),
      new ParseJSONResultsPlugin(),
      new DeduplicateJoinsPlugin(),
    ],
  };

  describe.each(Object.entries(plugins))('with the plugins of the host: %s', (_name, chosen) => {
    test('run, and can be taken back', async () => {
      await migrateToLatest(database.db);
      const expected = await describeTables(database.pool);
      await migrateDown(database.db);

      const db = chosen.reduce((plain, plugin) => plain.withPlugin(plugin), database.open());
      expect(await migrateToLatest(db)).toMatchObject([{ status: 'Success' }]);
      expect(await describeTables(database.pool)).toBe(expected);
      expect(await migrateToLatest(db)).toEqual([]);
      expect(await migrateDown(db)).toMatchObject([{ status: 'Success' }]);
      expect(await migrateDown(db)).toEqual([]);
      expect((await describeTables(database.pool)).trim()).toBe('');
      expect(await migrateToLatest(database.db)).toHaveLength(1);
    });
  });
});
