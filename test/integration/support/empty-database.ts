import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { createDatabase } from '../../support/database.ts';
import { createPool } from './school-database.ts';

/** A database without rollbook's tables. */
export interface EmptyDatabase {
  readonly pool: Pool;
  readonly db: Kysely<unknown>;
  /** A further client of it, with connections of its own. */
  open(): Kysely<unknown>;
  drop(): Promise<void>;
}

/** Creates a database on which nothing has been migrated. */
export async function createEmptyDatabase(server: { readonly url: string }): Promise<EmptyDatabase> {
  const database = await createDatabase(server.url);
  const pool = createPool({ connectionString: database.url });
  const clients: Kysely<unknown>[] = [];
  const open = () => {
    const dialect = new PostgresDialect({ pool: createPool({ connectionString: database.url, max: 2 }) });
    const client = new Kysely<unknown>({ dialect });
    clients.push(client);
    return client;
  };
  return {
    pool,
    db: open(),
    open,
    drop: async () => {
      await Promise.all([pool.end(), ...clients.map((client) => client.destroy())]);
      await database.drop();
    },
  };
}

/** Every table, index, column and function of a schema, to compare two states of it. */
export async function describeSchema(pool: Pool, schema = 'attendance'): Promise<readonly string[]> {
  const { rows } = await pool.query<{ thing: string }>(
    `select concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) as thing
      from information_schema.columns where table_schema = $1
    union all select indexdef from pg_indexes where schemaname = $1
    union all select 'function ' || p.oid::regprocedure from pg_proc p where pronamespace::regnamespace::text = $1
    order by 1`,
    [schema],
  );
  return rows.map(({ thing }) => thing);
}
