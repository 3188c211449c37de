import type { Kysely } from 'kysely';
import { type MigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration';
import { AttendanceError } from '../../src/index.js';
import { createAttendanceTables } from './migrations/001-attendance.js';
import { resolveSchema, type SchemaOptions } from './schema.js';

/**
 * The migrations of rollbook's tables, by name, for a host that runs its own Kysely `Migrator`. Give that migrator
 * `migrationTableSchema`, so that its bookkeeping doesn't mix with the host's own migrations.
 * @throws {AttendanceError} `invalid_options` for a schema name or an id type that doesn't fit.
 */
export function createMigrationProvider(options: SchemaOptions = {}): MigrationProvider {
  const schema = resolveSchema(options);
  return { getMigrations: async () => ({ '001-attendance': createAttendanceTables(schema) }) };
}

/**
 * Creates or updates rollbook's tables. Concurrent callers wait for each other; nothing happens when all is up to date.
 * @param options  The same `schema` and `idType` as the repository's.
 * @returns        One result a migration that ran; empty when none had to.
 * @throws {AttendanceError} `invalid_options`, also for a `db` that is no Kysely instance, such as a pool; else what the
 *         database says when a migration fails.
 */
export async function migrateToLatest<Database>(
  db: Kysely<Database>,
  options: SchemaOptions = {},
): Promise<NonNullable<MigrationResultSet['results']>> {
  return resultsOf(await createMigrator(db, options).migrateToLatest());
}

/**
 * Takes the latest migration back, with everything in its tables; of none, it does nothing. The schema itself stays.
 * @returns One result a migration taken back; empty when there was none.
 * @throws {AttendanceError} as `migrateToLatest`.
 */
export async function migrateDown<Database>(
  db: Kysely<Database>,
  options: SchemaOptions = {},
): Promise<NonNullable<MigrationResultSet['results']>> {
  return resultsOf(await createMigrator(db, options).migrateDown());
}

function createMigrator<Database>(db: Kysely<Database>, options: SchemaOptions): Migrator {
  const { name } = resolveSchema(options);
  if (typeof db?.getExecutor !== 'function') {
    throw new AttendanceError('invalid_options', 'invalid options: db: must be a Kysely instance', { option: 'db' });
  }
  return new Migrator({ db, provider: createMigrationProvider(options), migrationTableSchema: name });
}

function resultsOf({ error, results = [] }: MigrationResultSet): NonNullable<MigrationResultSet['results']> {
  if (error) throw error;
  return results;
}
