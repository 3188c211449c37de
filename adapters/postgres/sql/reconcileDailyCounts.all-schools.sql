-- $1 date
-- $2 lockWait
with served as (select from "attendance".schema_version_1),
school as (select id from "attendance".schools where true),
    counted as (
      select c.* from school cross join lateral (
        select school_id, session, status, count::bigint, repairs from "attendance".daily_counts
        where school_id = school.id and date = $1::date offset 0
      ) c
    ),
    actual as (
      select r.* from school cross join lateral (
        select school_id, session, status, count(*) as count from "attendance".records
        where school_id = school.id and date = $1::date and status is not null group by school_id, session, status
      ) r
    ),
    difference as (
      select school_id, session, status, coalesce(c.count, 0) as counted, coalesce(a.count, 0) as actual,
        coalesce(c.repairs, 0) as repairs
      from counted c full join actual a using (school_id, session, status)
      where coalesce(c.count, 0) <> coalesce(a.count, 0)
    ),
    repaired as (
      insert into "attendance".daily_counts as c (school_id, date, session, status, count, repairs)
      select school_id, $1::date, session, status, least(actual - counted, 2147483647), repairs + 1 from difference
      where (select set_config('lock_timeout', $2, true)) is not null
      order by school_id, session, status
      on conflict (school_id, date, session, status) do update
        set repairs = excluded.repairs, count = case when excluded.count < 2147483647 then c.count + excluded.count else (
          select c.count + d.actual - d.counted from difference d
          where d.school_id = c.school_id and d.session = c.session and d.status = c.status
        ) end
        where c.repairs = excluded.repairs - 1
      returning school_id, session, status
    )
    select s.id::text as school_id, d.session, d.status, d.counted::text, d.actual::text
    from school s left join (repaired join difference d using (school_id, session, status)) on d.school_id = s.id;
