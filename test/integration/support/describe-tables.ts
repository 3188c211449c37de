import type { Pool } from 'pg';

/**
 * Everything that a schema holds, one line a thing, by the catalog alone: tables and views with their columns,
 * constraints and indexes, functions, and whatever else there is. The migrator's own tables are left out: they are
 * Kysely's text.
 */
export async function describeTables(pool: Pool, schema = 'attendance'): Promise<string> {
  const { rows } = await pool.query<{ thing: string }>(everything, [schema]);
  return `${rows.map(({ thing }) => thing).join('\n')}\n`;
}

/** Not-null constraints are left out, which Postgres lists from 18 on: the columns say the same. */
const everything = `
with kind (relkind, kind) as (values ('r', 'table'), ('p', 'partitioned table'), ('v', 'view'), ('m', 'materialized view'),
  ('f', 'foreign table'), ('S', 'sequence'), ('c', 'type')),
relation as (
  select c.oid, c.relname::text as name, k.kind
  from pg_class c join kind k on k.relkind = c.relkind::text
  where c.relnamespace = $1::regnamespace and c.relname not like 'rollbook\\_migration%'
),
thing (name, place, number, thing) as (
  select name, 0, 0, kind || ' ' || name
    || case kind when 'view' then ' as ' || regexp_replace(btrim(pg_get_viewdef(oid)), '\\s+', ' ', 'g') else '' end
  from relation
  union all
  select r.name, 1, a.attnum, concat_ws(' ', '  column', a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then 'not null' end, nullif(a.attidentity::text, ''), nullif(a.attgenerated::text, ''),
    'default ' || pg_get_expr(d.adbin, d.adrelid))
  from relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
  union all
  select r.name, 2, 0, '  constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid)
  from relation r join pg_constraint c on c.conrelid = r.oid and c.contype <> 'n'
  union all
  select r.name, 3, 0, '  ' || pg_get_indexdef(i.indexrelid)
  from relation r join pg_index i on i.indrelid = r.oid
  union all
  select r.name, 4, 0, '  ' || pg_get_triggerdef(t.oid)
  from relation r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
  union all
  select p.oid::regprocedure::text, 5, 0, rtrim(pg_get_functiondef(p.oid), E'\\n')
  from pg_proc p where p.pronamespace = $1::regnamespace
  union all
  select t.typname::text, 6, 0, 'type ' || t.typname
  from pg_type t where t.typnamespace = $1::regnamespace and t.typrelid = 0 and t.typelem = 0
)
select thing from thing order by place = 5, name collate "C", place, number, thing collate "C"`;
