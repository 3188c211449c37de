import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrateToLatest } from 'rollbook/postgres';
import { startPostgres } from '../../test/support/postgres-server.ts';
import { secondsSince } from './format.ts';

/** The number of connections of the demo, and so of bulks that run at a time. */
export const CONNECTIONS = 4;

/** Starts a throwaway Postgres with rollbook's tables for as long as `work` takes, and deletes it afterwards. */
export async function withDatabase<Result>(work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const server = await startPostgres();
  const pool = new Pool({ connectionString: server.url, max: CONNECTIONS });
  try {
    console.log(`Postgres ${server.major} of its own is up after ${secondsSince(startedAt)} s.`);
    const migrations = await migrateToLatest(new Kysely({ dialect: new PostgresDialect({ pool }) }));
    console.log(`Migrated: ${migrations.map(({ migrationName }) => migrationName).join(', ')}.`);
    return await work(pool);
  } finally {
    await pool.end();
    await server.stop({ immediate: true });
  }
}
