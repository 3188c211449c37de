-- $1 date
-- $2 now
-- $3 schoolId
-- $4 session
with served as (select from "attendance".schema_version_1),
school as (
    select s.id, coalesce($1::date, ($2::timestamptz at time zone z.zone)::date) as day
    from "attendance".schools s cross join lateral "attendance".iana_zone(s.timezone) as z(zone)
    where s.id = $3::uuid
  ),
    enrolled as materialized (
      select school.day, c.id, r.status
      from school left join lateral (
      select c.id, c.name, e.class_id
      from "attendance".children c left join lateral (
        select t.class_id, (t.enrolled_from is null or t.enrolled_from <= school.day)
          and (t.enrolled_until is null or school.day <= t.enrolled_until) as holds
        from "attendance".enrolments t where t.school_id = c.school_id and t.child_id = c.id
        order by holds desc, t.enrolled_from desc nulls last, t.class_id collate "C" desc nulls last limit 1
      ) e on true
      where c.school_id = school.id and coalesce(e.holds, true)
    ) c on true
      left join lateral (
      select * from "attendance".records r where r.school_id = school.id and r.date = school.day and r.child_id = c.id
        and r.session = $4::text limit 1
    ) r on true
    )
    select to_char(school.day, 'YYYY-MM-DD') as day, e.enrolled::text, e.unmarked::text,
      coalesce((select json_object_agg(status, count) from (select status, count(*) as count from "attendance".records d
    where d.school_id = school.id and d.date = school.day and d.session = $4::text and status is not null
    group by status) counts), '{}')::text as by_status
    from school cross join (
      select count(id) as enrolled, count(id) filter (where status is null) as unmarked from enrolled
    ) e;
