-- $1 schema
with place as (select oid from pg_catalog.pg_namespace where nspname = $1::text),
relation as (
  select c.oid, c.relname::text as name, c.relkind
  from pg_catalog.pg_class c join place p on p.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'f')
),
version as (
  select substring(name from '[0-9]+$')::int as version from relation
  where relkind = 'v' and name ~ '^schema_version_[0-9]{1,9}$'
),
needed (name, privilege) as (values ('schools', 'select'), ('children', 'select'), ('enrolments', 'select'), ('records', 'select'), ('records', 'insert'), ('records', 'update'), ('revisions', 'select'), ('revisions', 'insert'), ('notification_jobs', 'insert'), ('daily_counts', 'select'), ('daily_counts', 'insert'), ('daily_counts', 'update')),
lacking as (
  select 1 as position, null as name, 'usage on the schema' as what from place where not has_schema_privilege(oid, 'usage')
  union all
  select 2, name, string_agg(privilege, ', ' order by privilege) || ' on ' || name
  from needed join relation r using (name) where not has_any_column_privilege(r.oid, privilege) group by name
  union all
  select 3, null, 'execute on function ' || string_agg(proname, ', ' order by proname)
  from pg_catalog.pg_proc f join place p on p.oid = f.pronamespace
  where proname in ('iana_zone', 'record_mark_1', 'record_marks_1', 'record_named_mark_1', 'record_named_marks_1') and not has_function_privilege(f.oid, 'execute')
  having count(*) > 0
)
select (select string_agg(version::text, ', ' order by version) from version) as versions,
  (exists (select from relation where name = 'records'))::text as has_tables,
  (select format_type(a.atttypid, null) from relation r join pg_catalog.pg_attribute a on a.attrelid = r.oid
    where r.name = 'records' and a.attname = 'school_id') as id_type,
  (select string_agg(what, '; ' order by position, name) from lacking) as lacks;
