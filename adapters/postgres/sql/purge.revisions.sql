-- $1 limit
-- $2 allButOne
-- $3 revisionsBefore
with served as (select from "attendance".schema_version_1),
seen_revision as materialized (
      select t.tableoid as part, t.ctid as place, school_id, date, child_id, session, id from "attendance".revisions t
      order by school_id, date, child_id, session, id limit $1
    ),
    last_revision as (
      select json_build_array(school_id::text, to_char(date, 'YYYY-MM-DD'), child_id::text, session::text, id::text)::text as key from seen_revision order by school_id, date, child_id, session, id offset $2 limit 1
    ),
    locked_revision as materialized (
      select t.tableoid as part, t.ctid as place from "attendance".revisions t where t.ctid = any(array(select place from seen_revision))
        and ((t.tableoid, t.ctid) in (select part, place from seen_revision)) is true and t.recorded_at < $3::timestamptz
      order by school_id, date, child_id, session, id for update skip locked
    ),
    purged_revision as (
      delete from "attendance".revisions t where t.ctid = any(array(select place from locked_revision))
        and ((t.tableoid, t.ctid) in (select part, place from locked_revision)) is true returning 1
    )
    select p.* from (values ('0', null, (select count(*) from purged_revision)::text, (select key from last_revision)))
      as p(deliveries, last_delivery, revisions, last_revision);
