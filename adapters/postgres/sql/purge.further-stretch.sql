-- $1 delivery_school_id
-- $2 delivery_job_id
-- $3 delivery_number
-- $4 limit
-- $5 allButOne
-- $6 deliveriesBefore
-- $7 lastDay
-- $8 revision_school_id
-- $9 revision_date
-- $10 revision_child_id
-- $11 revision_session
-- $12 revision_id
-- $13 revisionsBefore
with served as (select from "attendance".schema_version_1),
seen_delivery as materialized (
      select t.tableoid as part, t.ctid as place, school_id, job_id, number from "attendance".deliveries t where (school_id, job_id, number) > ($1::uuid, $2::uuid, $3::int)
      order by school_id, job_id, number limit $4
    ),
    last_delivery as (
      select json_build_array(school_id::text, job_id::text, number::text)::text as key from seen_delivery order by school_id, job_id, number offset $5 limit 1
    ),
    locked_delivery as materialized (
      select t.tableoid as part, t.ctid as place from "attendance".deliveries t where t.ctid = any(array(select place from seen_delivery))
        and ((t.tableoid, t.ctid) in (select part, place from seen_delivery)) is true and t.state <> 'pending' and t.settled_at < $6::timestamptz
      and t.date <= $7::date
      order by school_id, job_id, number for update skip locked
    ),
    purged_delivery as (
      delete from "attendance".deliveries t where t.ctid = any(array(select place from locked_delivery))
        and ((t.tableoid, t.ctid) in (select part, place from locked_delivery)) is true returning 1
    ), seen_revision as materialized (
      select t.tableoid as part, t.ctid as place, school_id, date, child_id, session, id from "attendance".revisions t where (school_id, date, child_id, session, id) > ($8::uuid, $9::date, $10::uuid, $11::text, $12::bigint)
      order by school_id, date, child_id, session, id limit $4
    ),
    last_revision as (
      select json_build_array(school_id::text, to_char(date, 'YYYY-MM-DD'), child_id::text, session::text, id::text)::text as key from seen_revision order by school_id, date, child_id, session, id offset $5 limit 1
    ),
    locked_revision as materialized (
      select t.tableoid as part, t.ctid as place from "attendance".revisions t where t.ctid = any(array(select place from seen_revision))
        and ((t.tableoid, t.ctid) in (select part, place from seen_revision)) is true and t.recorded_at < $13::timestamptz
      order by school_id, date, child_id, session, id for update skip locked
    ),
    purged_revision as (
      delete from "attendance".revisions t where t.ctid = any(array(select place from locked_revision))
        and ((t.tableoid, t.ctid) in (select part, place from locked_revision)) is true returning 1
    )
    select p.* from (values ((select count(*) from purged_delivery)::text, (select key from last_delivery), (select count(*) from purged_revision)::text, (select key from last_revision)))
      as p(deliveries, last_delivery, revisions, last_revision);
