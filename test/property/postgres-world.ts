import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrateToLatest } from 'rollbook/postgres';
import { createDatabase } from '../support/database.ts';

/** A database with rollbook's tables, all empty. */
export interface PostgresWorld {
  readonly pool: Pool;
  readonly kysely: Kysely<unknown>;
  /** Empties every table. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

/** The tables of the roster that sequences fill; there are no guardians. */
export const rosterTables = ['schools', 'children', 'enrolments'] as const;

/** Creates the database on a server. */
export async function createPostgresWorld(serverUrl: string): Promise<PostgresWorld> {
  const database = await createDatabase(serverUrl);
  const pool = new Pool({ connectionString: database.url, max: 4 });
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  await migrateToLatest(kysely);
  const tables = [...rosterTables, 'records', 'revisions', 'daily_counts', 'notification_jobs'];
  return {
    pool,
    kysely,
    empty: async () => {
      // Not `truncate`, after which each connection plans every statement again.
      await pool.query(tables.map((table) => `delete from attendance.${table};`).join(' '));
    },
    drop: async () => {
      await pool.end();
      await database.drop();
    },
  };
}
