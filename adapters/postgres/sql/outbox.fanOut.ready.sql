-- $1 settledBefore
-- $2 now
-- $3 maxChildren
-- $4 silentStatuses
with served as (select from "attendance".schema_version_1),
ready as (
    select j.*, row_number() over (partition by j.school_id order by j.created_at, j.id) as rank_in_school
    from "attendance".notification_jobs j
    where j.fanned_out_at is null and j.subject_type in ('attendance') and j.created_at <= $1::timestamptz and coalesce(j.run_at <= $2::timestamptz, true)
  ),
  counted as (
    select r.*, sum(cardinality(r.child_ids)) over (order by r.rank_in_school, r.created_at, r.id) - cardinality(r.child_ids) as before
    from ready r
  ),
  locked as materialized (
    select j.school_id, j.id from counted r join "attendance".notification_jobs j using (school_id, id)
    where r.before < $3::int and j.fanned_out_at is null and coalesce(j.run_at <= $2::timestamptz, true)
    order by r.rank_in_school, r.created_at, r.id for update of j skip locked
  ),
  taken as (
    delete from "attendance".notification_jobs j using locked l where j.school_id = l.school_id and j.id = l.id returning j.*
  ), about as materialized (
    select distinct on (t.school_id, t.subject_type, x.child_id, x.date, x.subject_key)
      t.school_id, t.subject_type, t.id as job_id, t.created_at, x.child_id, x.date, x.subject_key,
      bool_and(x.date < t.today) over (
        partition by t.school_id, t.subject_type, x.child_id, x.date, x.subject_key
      ) as only_corrects
    from taken t
    cross join lateral unnest(t.child_ids, t.dates, t.subject_keys) as x(child_id, date, subject_key)
    order by t.school_id, t.subject_type, x.child_id, x.date, x.subject_key, t.created_at desc, t.id desc
  ), asked as materialized (
    select a.*, g.guardian_id from about a cross join lateral (
      select id as guardian_id from "attendance".guardians g where g.school_id = a.school_id and g.child_id = a.child_id offset 0
    ) g
  ),
  news as (
    select a.*, p.has_pending from asked a
    cross join lateral (
      select count(*) > 0 as has_pending, coalesce(bool_or(a.subject_key = any(p.subject_keys)), false) as is_waiting
      from "attendance".deliveries p where p.school_id = a.school_id and p.guardian_id = a.guardian_id and p.subject_type = a.subject_type and p.date = a.date and coalesce(p.state) = 'pending'
    ) p
    left join lateral (select r.status, r.occurred_at, r.marked_by from "attendance".records r
    where r.school_id = a.school_id and r.date = a.date and r.child_id = a.child_id and r.session = a.subject_key limit 1) r on true
    left join lateral (select * from (
    select true as is_told, said.status as told_status, said.previous_status as told_previous_status, false as is_own,
      t.state
    from "attendance".deliveries t
    cross join lateral jsonb_to_recordset(case when t.content_version = 1 then t.changes end)
      as said(child_id text, session text, status text, previous_status text)
    where t.school_id = a.school_id and t.guardian_id = a.guardian_id and t.subject_type = a.subject_type and t.date = a.date and t.told_order is not null and said.child_id = a.child_id::text
      and said.session = a.subject_key
    order by t.told_order desc limit 1
  ) last where told_status is not null or state <> 'delivered') t on true
    where case
      when is_told is null then not a.only_corrects and status is not null and status <> all($4::text[])
      else is_own or status is distinct from told_status
    end or is_waiting
      or exists (
        select from "attendance".deliveries u where u.school_id = a.school_id and u.guardian_id = a.guardian_id and u.subject_type = a.subject_type and u.date = a.date and a.subject_key = any(u.subject_keys) and u.content_version <> 1
      )
  ), parted as (
    select n.*, not has_pending and 1 = dense_rank() over (
      partition by school_id, guardian_id, subject_type, date order by created_at, job_id, only_corrects
    ) as is_whole
    from news n
  ),
  made as (
    insert into "attendance".deliveries (school_id, job_id, number, guardian_id, subject_type, date, only_corrects, child_ids,
      subject_keys, created_at, run_at)
    select school_id, job_id, row_number() over (partition by school_id, job_id order by guardian_id, date, only_corrects, min(subject_key collate "C")), guardian_id,
      subject_type, date, only_corrects, array_agg(child_id order by child_id, subject_key collate "C"), array_agg(subject_key order by child_id, subject_key collate "C"),
      min(created_at), $2::timestamptz
    from parted
    group by school_id, job_id, guardian_id, subject_type, date, only_corrects, case when not is_whole then subject_key end
    order by school_id, job_id, guardian_id, date, only_corrects, min(subject_key collate "C")
    returning 1
  )
select (select count(*) from taken)::text as jobs, (select count(*) from made)::text as deliveries;
