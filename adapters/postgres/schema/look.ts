import { join, raw, type Sql, type Statement, sql, statementOf } from '../sql/sql.js';
import { functionNames, type Schema } from './schema.js';

/** The catalog's answer, as text, so that no type parser of the host's changes it. */
export interface LookRow {
  /** The versions that the tables serve, such as `1, 2`. */
  readonly versions: string | null;
  readonly has_tables: string;
  readonly id_type: string | null;
  /** Privileges that the role needs and lacks, such as `insert, update on records; select on schools`. */
  readonly lacks: string | null;
}

/** Privileges that marking and reading take. Telling guardians takes more, which not every process must be granted. */
const needed: Readonly<Record<string, readonly string[]>> = {
  schools: ['select'],
  children: ['select'],
  enrolments: ['select'],
  records: ['select', 'insert', 'update'],
  revisions: ['select', 'insert'],
  notification_jobs: ['insert'],
};

const functions = Object.values(functionNames)
  .toSorted()
  .map((name) => raw(`'${name}'`));

/** Deferred counters are not touched by marks, and not read. */
const neededInline: typeof needed = { ...needed, daily_counts: ['select', 'insert', 'update'] };

/**
 * The statement that looks at the tables, by the catalog alone. The look needs no privilege, works where nothing is,
 * and locks no table. A privilege on some columns of a table counts as enough.
 */
export function lookStatement({ name }: Schema, counts: 'inline' | 'deferred'): Statement {
  return statementOf(counts === 'inline' ? inlineLook : deferredLook, { schema: name });
}

function lookFor(privileges: typeof needed): Sql {
  const rows = Object.entries(privileges).flatMap(([table, list]) => list.map((one) => raw(`('${table}', '${one}')`)));
  return sql`with place as (select oid from pg_catalog.pg_namespace where nspname = :schema::text),
relation as (
  select c.oid, c.relname::text as name, c.relkind
  from pg_catalog.pg_class c join place p on p.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f')
),
version as (
  select substring(name from '[0-9]+$')::int as version from relation
  where relkind = 'v' and name ~ '^schema_version_[0-9]{1,9}$'
),
needed (name, privilege) as (values ${join(rows)}),
lacking as (
  select 1 as position, null as name, 'usage on the schema' as what from place where not has_schema_privilege(oid, 'usage')
  union all
  select 2, name, string_agg(privilege, ', ' order by privilege) || ' on ' || name
  from needed join relation r using (name) where not has_any_column_privilege(r.oid, privilege) group by name
  union all
  select 3, null, 'execute on function ' || string_agg(proname, ', ' order by proname)
  from pg_catalog.pg_proc f join place p on p.oid = f.pronamespace
  where proname in (${join(functions)}) and not has_function_privilege(f.oid, 'execute')
  having count(*) > 0
)
select (select string_agg(version::text, ', ' order by version) from version) as versions,
  (exists (select from relation where name = 'records'))::text as has_tables,
  (select format_type(a.atttypid, null) from relation r join pg_catalog.pg_attribute a on a.attrelid = r.oid
    where r.name = 'records' and a.attname = 'school_id') as id_type,
  (select string_agg(what, '; ' order by position, name) from lacking) as lacks`;
}

const inlineLook = lookFor(neededInline);
const deferredLook = lookFor(needed);
