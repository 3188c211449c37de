import { CompiledQuery, type Kysely } from 'kysely';
import { type MigrationProvider, type MigrationResultSet, Migrator } from 'kysely/migration';
import { AttendanceError } from '../../src/index.js';
import { createAttendanceTables } from './migrations/001-attendance.js';
import { type LookRow, lookStatement } from './schema/look.js';
import { resolveSchema, type SchemaOptions } from './schema/schema.js';
import { ahead, isAhead, isServed } from './schema/schema-fault.js';

/**
 * The migrations of rollbook's tables, by name, for a host that runs its own Kysely `Migrator`. Give that migrator the
 * names below, which `migrateToLatest` uses too. Else the bookkeeping mixes with that of the host's own migrations.
 * @throws {AttendanceError} `invalid_options` for a schema name or an id type that doesn't fit.
 * @example
 * new Migrator({
 *   db: db.withoutPlugins(),
 *   provider: createMigrationProvider({ schema: 'attendance' }),
 *   migrationTableSchema: 'attendance',
 *   migrationTableName: 'rollbook_migration',
 *   migrationLockTableName: 'rollbook_migration_lock',
 * });
 */
export function createMigrationProvider(options: SchemaOptions = {}): MigrationProvider {
  const schema = resolveSchema(options);
  return { getMigrations: async () => ({ '001-attendance': createAttendanceTables(schema) }) };
}

/**
 * Creates or updates rollbook's tables. Concurrent callers wait for each other. Nothing happens when all is up to date.
 * Nor does anything when tables of a later release serve this one too, as during a deploy.
 * @param db       Plugins of `db`, such as a `CamelCasePlugin` or `withSchema`, have no effect here.
 * @param options  The same `schema` and `idType` as the repository's.
 * @returns        One result a migration that ran; empty when none had to.
 * @throws {AttendanceError} `invalid_options`, also for a `db` that is no Kysely instance, such as a pool.
 *          `schema_outdated` (`ahead`) is thrown where tables of a later release no longer serve this one. A failing
 *          migration throws the database's error.
 */
export async function migrateToLatest<Database>(
  db: Kysely<Database>,
  options: SchemaOptions = {},
): Promise<NonNullable<MigrationResultSet['results']>> {
  const { error, results = [] } = await createMigrator(db, options).migrateToLatest();
  if (!error) return results;
  const later = await lookForLater(db, options);
  if (!later) throw error;
  if (later.isServed) return [];
  throw later.error;
}

/**
 * Takes the latest migration back, with everything in its tables; of none, it does nothing. The schema itself stays.
 * @returns One result a migration taken back; empty when there was none.
 * @throws {AttendanceError} as `migrateToLatest`; also `schema_outdated` where a later release's migration must go
 *         first.
 */
export async function migrateDown<Database>(
  db: Kysely<Database>,
  options: SchemaOptions = {},
): Promise<NonNullable<MigrationResultSet['results']>> {
  const { error, results = [] } = await createMigrator(db, options).migrateDown();
  if (!error) return results;
  throw (await lookForLater(db, options))?.error ?? error;
}

function createMigrator<Database>(db: Kysely<Database>, options: SchemaOptions): Migrator {
  const { name } = resolveSchema(options);
  if (typeof db?.getExecutor !== 'function') {
    throw new AttendanceError('invalid_options', 'invalid options: db: must be a Kysely instance', { option: 'db' });
  }
  return new Migrator({ db: db.withoutPlugins(), provider: createMigrationProvider(options), ...bookkeepingIn(name) });
}

/**
 * Kysely looks for its default tables in every schema, so a migrator of the host's would take ours for its own. A
 * plugin would look for them under other names, or in another schema.
 */
function bookkeepingIn(schema: string) {
  return {
    migrationTableSchema: schema,
    migrationTableName: 'rollbook_migration',
    migrationLockTableName: 'rollbook_migration_lock',
  };
}

/** A later release's tables, if they are the cause: Kysely only says then that a migration is missing. */
async function lookForLater<Database>(db: Kysely<Database>, options: SchemaOptions) {
  const schema = resolveSchema(options);
  const { text, values } = lookStatement(schema, 'inline');
  try {
    const { rows } = await db.withoutPlugins().executeQuery<LookRow>(CompiledQuery.raw(text, [...values]));
    const row = rows.find((found) => isAhead(found, schema));
    return row && { isServed: isServed(row, schema), error: ahead(row, schema) };
  } catch {
    return undefined;
  }
}
