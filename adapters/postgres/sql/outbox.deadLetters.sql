-- $1 schoolId
-- $2 reason
-- $3 limit
with served as (select from "attendance".schema_version_1)
select d.job_id::text, d.number::text, d.revision::text, d.school_id::text, d.guardian_id::text, d.attempt::text, d.changes::text, to_char(d.date, 'YYYY-MM-DD') as date, d.reason, (extract(epoch from d.settled_at) * 1000)::bigint::text as settled_at from "attendance".deliveries d
  where d.state = 'dead' and d.school_id = coalesce($1::uuid, d.school_id)
    and d.reason = coalesce($2::text, d.reason) and d.subject_type in ('attendance') and coalesce(d.content_version = 1, true)
  order by d.settled_at desc, d.job_id, d.number limit $3::int;
