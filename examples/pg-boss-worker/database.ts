import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { migrateToLatest } from 'rollbook/postgres';
import { startPostgres } from '../../test/support/postgres-server.ts';

/** The school of this example: two siblings who share their mother, and a child with a father. */
export const school = { schoolId: 'tk-melati', childIds: ['budi', 'citra', 'dimas'] } as const;

/** Starts a throwaway Postgres with rollbook's tables and a school, for as long as `work` takes. */
export async function withDatabase(work: (databaseUrl: string) => Promise<void>): Promise<void> {
  const server = await startPostgres();
  try {
    await prepare(server.url);
    await work(server.url);
  } finally {
    await server.stop({ immediate: true });
  }
}

async function prepare(connectionString: string): Promise<void> {
  const pool = new Pool({ connectionString, max: 1 });
  await migrateToLatest(new Kysely({ dialect: new PostgresDialect({ pool }) }), { idType: 'text' });
  await pool.query(`
    insert into attendance.schools (id, name, timezone) values ('tk-melati', 'TK Melati', 'Asia/Jakarta');
    insert into attendance.children (school_id, id, name) values
      ('tk-melati', 'budi', 'Budi'), ('tk-melati', 'citra', 'Citra'), ('tk-melati', 'dimas', 'Dimas');
    insert into attendance.guardians (school_id, child_id, id, name) values
      ('tk-melati', 'budi', 'sri', 'Ibu Sri'), ('tk-melati', 'citra', 'sri', 'Ibu Sri'),
      ('tk-melati', 'dimas', 'agus', 'Pak Agus')`);
  await pool.end();
}
