-- $1 settledBefore
-- $2 now
-- $3 maxJobs
-- $4 againAt
with served as (select from "attendance".schema_version_1),
ready as (
    select j.*, row_number() over (partition by j.school_id order by j.created_at, j.id) as rank_in_school
    from "attendance".notification_jobs j
    where  j.subject_type in ('attendance') and j.created_at <= $1::timestamptz and coalesce(j.run_at <= $2::timestamptz, true)
  ),
  locked as materialized (
    select j.school_id, j.id from ready r join "attendance".notification_jobs j using (school_id, id)
    where coalesce(j.run_at <= $2::timestamptz, true)
    order by r.rank_in_school, r.created_at, r.id limit $3::int for update of j skip locked
  ),
  taken as (
    update "attendance".notification_jobs j set run_at = $4::timestamptz from locked l
    where j.school_id = l.school_id and j.id = l.id returning j.id, j.school_id
  ),
  restored as (
    insert into "attendance".notification_jobs (school_id, id, subject_type, today, child_ids, dates, subject_keys, created_at,
      run_at, fanned_out_at)
    select d.school_id, d.job_id, min(d.subject_type), min(d.date), '{}'::uuid[], '{}'::date[], '{}'::text[],
      min(d.created_at), $4::timestamptz, $2::timestamptz
    from "attendance".deliveries d
    where d.state = 'pending' and greatest(d.run_at, d.lease_until) <= $2::timestamptz and d.subject_type in ('attendance') and coalesce(d.content_version = 1, true) and not exists (
      select from "attendance".notification_jobs j where j.school_id = d.school_id and j.id = d.job_id
    )
    group by d.school_id, d.job_id order by d.school_id, d.job_id limit $3::int
    on conflict do nothing returning id, school_id
  )
  select id::text, school_id::text from taken union all select id::text, school_id::text from restored;
