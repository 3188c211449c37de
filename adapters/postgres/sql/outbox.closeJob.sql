-- $1 jobId
-- $2 lockWait
with served as (select from "attendance".schema_version_1),
outstanding as (
    select count(*) as count, min(greatest(d.run_at, d.lease_until)) as due_at from "attendance".deliveries d
    where d.job_id = $1::uuid and d.state = 'pending' and d.subject_type in ('attendance') and coalesce(d.content_version = 1, true)
  ),
  closed as (
    delete from "attendance".notification_jobs j
    where j.id = $1::uuid and j.fanned_out_at is not null and j.subject_type in ('attendance') and (select count = 0 from outstanding)
      and (select set_config('lock_timeout', $2, true)) is not null
  )
  select count::text as outstanding, (extract(epoch from due_at) * 1000)::bigint::text as due_at from outstanding;
