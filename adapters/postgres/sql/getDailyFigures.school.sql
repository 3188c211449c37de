-- $1 date
-- $2 now
-- $3 schoolId
-- $4 session
with served as (select from "attendance".schema_version_1),
school as materialized (
    select s.id, coalesce($1::date, ($2::timestamptz at time zone z.zone)::date) as day
    from "attendance".schools s cross join lateral "attendance".iana_zone(s.timezone) as z(zone)
    where s.id = $3::uuid
  ),
  enrolment as (
    select distinct on (t.child_id) t.child_id, t.class_id, t.holds
    from (
      select e.*, (e.enrolled_from is null or e.enrolled_from <= school.day) and (e.enrolled_until is null or school.day <= e.enrolled_until) as holds
      from school join "attendance".enrolments e on e.school_id = $3::uuid offset 0
    ) t
    order by t.child_id, t.holds desc, t.enrolled_from desc nulls last, t.class_id collate "C" desc nulls last
  ),
  child as (
    select * from (
      select c.id, c.name, t.class_id, t.holds
      from (select * from "attendance".children where school_id = $3::uuid offset 0) c
        full join enrolment t on t.child_id = c.id offset 0
    ) c where c.id is not null and coalesce(c.holds, true)
  ),
  entry as (
    select * from (
      select c.id as enrolled_child_id, c.name, c.class_id, r.*
      from child c full join (
        select * from "attendance".records where school_id = $3::uuid and date = (select day from school) and session = $4::text offset 0
      ) r on r.child_id = c.id offset 0
    ) c where enrolled_child_id is not null
  )
    select to_char(school.day, 'YYYY-MM-DD') as day, e.enrolled::text, e.unmarked::text,
      coalesce((select json_object_agg(status, count) from (select status, count from "attendance".daily_counts d
      where d.school_id = school.id and d.date = school.day and d.session = $4::text and count <> 0) counts), '{}')::text as by_status
    from school cross join (
      select count(*) as enrolled, count(*) filter (where status is null) as unmarked from entry
    ) e;
