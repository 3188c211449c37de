import type { Pool } from 'pg';

/** Bytes of one heap, index or TOAST table. */
export interface Relation {
  readonly name: string;
  readonly bytes: number;
}

const bookkeeping = ['rollbook_migration', 'rollbook_migration_lock'];
const rosterTables = ['schools', 'children', 'enrolments', 'guardians', 'parents', ...bookkeeping];

/**
 * Every relation of a schema except the roster's and the migrations'. The tables' free-space and visibility maps are
 * left out.
 */
export async function readRelations(pool: Pool, schema: string): Promise<Relation[]> {
  const { rows } = await pool.query<{ name: string; bytes: string }>(
    `select r.name, r.bytes from pg_class t cross join lateral (
        select 1 as place, t.relname as name, pg_relation_size(t.oid) as bytes
        union all select 2, i.indexrelid::regclass::text, pg_relation_size(i.indexrelid) from pg_index i where i.indrelid = t.oid
        union all select 3, t.relname || ' toast', pg_total_relation_size(t.reltoastrelid)
          where t.reltoastrelid <> 0 and pg_relation_size(t.reltoastrelid) > 0
      ) r
      where t.relnamespace = $1::regnamespace and t.relkind = 'r' and t.relname <> all($2)
      order by t.relname, r.place, r.name`,
    [schema, rosterTables],
  );
  return rows.map(({ name, bytes }) => ({ name: name.replace(`${schema}.`, ''), bytes: Number(bytes) }));
}

/** Vacuums the schema's tables, so that dead rows no longer count where their space can be given back. */
export async function vacuumTables(pool: Pool, schema: string): Promise<void> {
  for (const name of await readTables(pool, schema)) await pool.query(`vacuum ${schema}.${name}`);
}

/** Empties the schema's tables except the roster's. */
export async function emptyTables(pool: Pool, schema: string): Promise<void> {
  const names = await readTables(pool, schema);
  await pool.query(`truncate ${names.map((name) => `${schema}.${name}`).join(', ')}`);
}

async function readTables(pool: Pool, schema: string): Promise<string[]> {
  const { rows } = await pool.query<{ relname: string }>(
    `select relname from pg_class where relnamespace = $1::regnamespace and relkind = 'r' and relname <> all($2)`,
    [schema, rosterTables],
  );
  return rows.map(({ relname }) => relname);
}
