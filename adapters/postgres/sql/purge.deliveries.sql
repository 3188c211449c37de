-- $1 limit
-- $2 allButOne
-- $3 deliveriesBefore
-- $4 lastDay
with served as (select from "attendance".schema_version_1),
seen_delivery as materialized (
      select t.tableoid as part, t.ctid as place, school_id, job_id, number from "attendance".deliveries t
      order by school_id, job_id, number limit $1
    ),
    last_delivery as (
      select json_build_array(school_id::text, job_id::text, number::text)::text as key from seen_delivery order by school_id, job_id, number offset $2 limit 1
    ),
    locked_delivery as materialized (
      select t.tableoid as part, t.ctid as place from "attendance".deliveries t where t.ctid = any(array(select place from seen_delivery))
        and ((t.tableoid, t.ctid) in (select part, place from seen_delivery)) is true and t.state <> 'pending' and t.settled_at < $3::timestamptz
      and t.date <= $4::date
      order by school_id, job_id, number for update skip locked
    ),
    purged_delivery as (
      delete from "attendance".deliveries t where t.ctid = any(array(select place from locked_delivery))
        and ((t.tableoid, t.ctid) in (select part, place from locked_delivery)) is true returning 1
    )
    select p.* from (values ((select count(*) from purged_delivery)::text, (select key from last_delivery), '0', null))
      as p(deliveries, last_delivery, revisions, last_revision);
