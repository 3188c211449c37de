-- $1 schoolId
-- $2 childId
-- $3 lockWait
with served as (select from "attendance".schema_version_1),
school as materialized (
      select id from "attendance".schools where id = $1::uuid
    ),
    record as materialized (
      select r.school_id, r.date, r.child_id, r.session from "attendance".records r
      where r.school_id = (select id from school) and r.child_id = $2::uuid and (select set_config('lock_timeout', $3, true)) is not null
      order by r.date, r.session for update
    ),
    erased_record as (
      delete from "attendance".records r using record e
      where r.school_id = e.school_id and r.date = e.date and r.child_id = e.child_id and r.session = e.session
      returning r.school_id, r.date, r.session, r.status
    ),
    revision as materialized (
      select r.school_id, r.child_id, r.date, r.session, r.id from "attendance".revisions r
      where r.school_id = (select id from school) and r.child_id = $2::uuid and (select count(*) from record) >= 0
      order by r.date, r.session, r.id for update
    ),
    erased_revision as (
      delete from "attendance".revisions r using revision e
      where r.school_id = e.school_id and r.child_id = e.child_id and r.date = e.date and r.session = e.session
        and r.id = e.id
      returning 1
    ),
    locked_job as materialized (
      select j.* from "attendance".notification_jobs j
      where j.school_id = (select id from school) and $2::uuid = any(j.child_ids) and (select count(*) from record) >= 0
      order by j.id for update
    ),
    job as materialized (
      select j.school_id, j.id, array(
        select x.child_id from unnest(j.child_ids, j.dates, j.subject_keys) with ordinality
          as x(child_id, date, subject_key, position)
        where x.child_id <> $2::uuid order by x.position
      ) as child_ids, array(
        select x.date from unnest(j.child_ids, j.dates, j.subject_keys) with ordinality
          as x(child_id, date, subject_key, position)
        where x.child_id <> $2::uuid order by x.position
      ) as dates,
        array(
        select x.subject_key from unnest(j.child_ids, j.dates, j.subject_keys) with ordinality
          as x(child_id, date, subject_key, position)
        where x.child_id <> $2::uuid order by x.position
      ) as subject_keys
      from locked_job j
    ),
    erased_job as (
      delete from "attendance".notification_jobs j using job e
      where j.school_id = e.school_id and j.id = e.id and cardinality(e.child_ids) = 0
    ),
    changed_job as (
      update "attendance".notification_jobs j set child_ids = e.child_ids, dates = e.dates, subject_keys = e.subject_keys from job e
      where j.school_id = e.school_id and j.id = e.id and cardinality(e.child_ids) > 0
    ),
    locked_delivery as materialized (
      select d.* from "attendance".deliveries d
      where d.school_id = (select id from school) and $2::uuid = any(d.child_ids) and (select count(*) from record) >= 0
      order by d.job_id, d.number for update
    ),
    delivery as materialized (
      select d.school_id, d.job_id, d.number, array(
        select x.child_id from unnest(d.child_ids, d.subject_keys) with ordinality as x(child_id, subject_key, position)
        where x.child_id <> $2::uuid order by x.position
      ) as child_ids, array(
        select x.subject_key from unnest(d.child_ids, d.subject_keys) with ordinality as x(child_id, subject_key, position)
        where x.child_id <> $2::uuid order by x.position
      ) as subject_keys, (
          select jsonb_agg(said.change order by said.position)
          from jsonb_array_elements(d.changes) with ordinality as said(change, position)
          where said.change ->> 'child_id' is distinct from $2::uuid::text
        ) as changes, d.changes is not null as is_frozen
      from locked_delivery d
    ),
    erased_delivery as (
      delete from "attendance".deliveries d using delivery e
      where d.school_id = e.school_id and d.job_id = e.job_id and d.number = e.number
        and (cardinality(e.child_ids) = 0 or e.is_frozen and e.changes is null)
    ),
    changed_delivery as (
      update "attendance".deliveries d set child_ids = e.child_ids, subject_keys = e.subject_keys, changes = e.changes,
        revision = d.revision + (d.lease_token is null and e.changes is distinct from d.changes)::int,
        attempt = case when d.lease_token is null and e.changes is distinct from d.changes and d.state = 'pending' then 0 else d.attempt end
      from delivery e
      where d.school_id = e.school_id and d.job_id = e.job_id and d.number = e.number
        and cardinality(e.child_ids) > 0 and (not e.is_frozen or e.changes is not null)
    )
    select (exists (
        select from "attendance".children c where c.school_id = school.id and c.id = $2::uuid
      ))::text as is_on_roster,
      (select count(*) from erased_record)::text as records,
      (select count(*) from erased_revision)::text as revisions,
      (select count(*) from job)::text as jobs,
      (select count(*) from delivery)::text as deliveries
    from school;
