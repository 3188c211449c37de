-- $1 now
with served as (select from "attendance".schema_version_1),
waiting as (
    select count(*) filter (where is_known and coalesce(d.lease_until > $1::timestamptz, false)) as leased,
      count(*) filter (where is_known and not coalesce(d.lease_until > $1::timestamptz, false) and greatest(d.run_at, d.lease_until) <= $1::timestamptz) as ready,
      count(*) filter (where is_known and not coalesce(d.lease_until > $1::timestamptz, false) and not greatest(d.run_at, d.lease_until) <= $1::timestamptz) as scheduled,
      count(*) filter (where not is_known) as unknown, min(created_at) filter (where is_known) as oldest_at
    from (select d.*, d.subject_type in ('attendance') and coalesce(d.content_version = 1, true) as is_known from "attendance".deliveries d where d.state = 'pending') d
  )
  select w.leased::text, w.ready::text, w.scheduled::text, j.jobs::text, (w.unknown + j.unknown)::text as unknown,
    (extract(epoch from least(w.oldest_at, j.oldest_at)) * 1000)::bigint::text as oldest_at,
    (select count(*) from "attendance".deliveries d where d.state = 'dead' and d.subject_type in ('attendance') and coalesce(d.content_version = 1, true))::text as dead
  from waiting w cross join (
    select count(*) filter (where j.subject_type in ('attendance')) as jobs, count(*) filter (where not j.subject_type in ('attendance')) as unknown,
      min(created_at) filter (where j.subject_type in ('attendance')) as oldest_at
    from "attendance".notification_jobs j where j.fanned_out_at is null
  ) j;
