-- $1 now
-- $2 jobId
-- $3 number
-- $4 revision
-- $5 lockWait
-- $6 mayBeDone
with served as (select from "attendance".schema_version_1),
retried as (
    update "attendance".deliveries d set state = 'pending', reason = null, attempt = 0, settled_at = null, run_at = $1::timestamptz
    where d.state = 'dead' and d.job_id = $2::uuid and d.number = $3::int and d.revision = $4::int
      and d.subject_type in ('attendance') and coalesce(d.content_version = 1, true) and (select set_config('lock_timeout', $5, true)) is not null
    returning 1
  )
  select 1 from retried union all
  select 1 from "attendance".deliveries d where $6::boolean and d.run_at = $1::timestamptz
    and d.state <> 'dead' and d.job_id = $2::uuid and d.number = $3::int and d.revision >= $4::int;
