import { readFile, writeFile } from 'node:fs/promises';
import { Migrator } from 'kysely/migration';
import type { IdType } from 'rollbook';
import { createMigrationProvider } from 'rollbook/postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeOnPostgres } from '../../support/describe-on-postgres.ts';
import { describeTables } from '../support/describe-tables.ts';
import { createEmptyDatabase, type EmptyDatabase } from '../support/empty-database.ts';

const names = Object.keys(await createMigrationProvider().getMigrations()).toSorted();

describeOnPostgres('the tables of each version', (server) => {
  let database: EmptyDatabase;
  beforeEach(async () => {
    database = await createEmptyDatabase(server);
  });
  afterEach(() => database.drop());

  test.each(names)('are those of its golden file, for ever: %s', async (name) => {
    await migrateTo(name, 'uuid');
    const tables = await describeTables(database.pool);
    expect(tables, whatToDo(name)).toBe(await readGolden(name, tables));
  });

  test.each<IdType>(['bigint', 'text'])('differ in nothing but the type of ids: %s', async (idType) => {
    const name = names.at(-1) ?? '';
    await migrateTo(name, idType);
    const golden = await readGolden(name);
    expect(withoutMarks(await describeTables(database.pool))).toBe(withIdsOf(idType, withoutMarks(golden)));
  });

  /** By the host's own migrator, which can stop anywhere. */
  async function migrateTo(name: string, idType: IdType): Promise<void> {
    const migrator = new Migrator({
      db: database.db,
      provider: createMigrationProvider({ idType }),
      migrationTableSchema: 'attendance',
      migrationTableName: 'rollbook_migration',
      migrationLockTableName: 'rollbook_migration_lock',
    });
    const { error } = await migrator.migrateTo(name);
    if (error) throw error;
  }
});

function goldenOf(name: string): URL {
  return new URL(`../../../adapters/postgres/migrations/golden/${name.slice(0, 3)}.txt`, import.meta.url);
}

/** A new version's file is written when asked for; one that is there never is. */
async function readGolden(name: string, toWrite?: string): Promise<string> {
  if (toWrite !== undefined && process.env['WRITE_GOLDEN'] === '1') {
    await writeFile(goldenOf(name), toWrite, { flag: 'wx' }).catch(() => {});
  }
  return readFile(goldenOf(name), 'utf8').catch(() => `there is no file ${goldenOf(name).pathname}\n`);
}

function whatToDo(name: string): string {
  return `The tables that ${name} makes are not those of ${goldenOf(name).pathname}. A released migration never changes: \
undo that, and write a new one. Only a new version has a new file, which this test writes where there is none:
WRITE_GOLDEN=1 npx vitest run test/integration/schema/golden-tables.test.ts
Of a migration that no release has yet, delete the file first.`;
}

/** Leaves out the functions of marks: ids stand all over them. The contract runs on each type of ids. */
function withoutMarks(tables: string): string {
  return tables.replace(/CREATE OR REPLACE FUNCTION attendance\.record_[\s\S]*?\n *end \$function\$\n/g, '');
}

/** A golden file of uuids, for ids of another type. Ids that rollbook makes itself are uuids always. */
function withIdsOf(idType: IdType, golden: string): string {
  let table = '';
  const lines = golden.split('\n').map((line) => {
    table = /^table (\S+)$/.exec(line)?.[1] ?? table;
    return isOfRoster(table, line) ? line.replace(' uuid', ` ${idType}`) : line;
  });
  return lines.join('\n');
}

function isOfRoster(table: string, line: string): boolean {
  const column = /^ {2}column (\S+) uuid/.exec(line)?.[1] ?? '';
  if (column === 'id') return ['schools', 'children', 'guardians'].includes(table);
  return ['school_id', 'child_id', 'child_ids', 'guardian_id'].includes(column);
}
