-- $1 date
-- $2 now
-- $3 schoolId
-- $4 session
with served as (select from "attendance".schema_version_1),
school as (
    select s.id, coalesce($1::date, ($2::timestamptz at time zone z.zone)::date) as day
    from "attendance".schools s cross join lateral "attendance".iana_zone(s.timezone) as z(zone)
    where s.id = $3::uuid
  )
    select to_char(school.day, 'YYYY-MM-DD') as day, c.id::text as child_id, c.name, c.class_id, r.status, r.reason, r.note, r.marked_by, (extract(epoch from r.occurred_at) * 1000)::bigint::text as occurred_at, (extract(epoch from r.confirmed_at) * 1000)::bigint::text as confirmed_at, (extract(epoch from r.recorded_at) * 1000)::bigint::text as recorded_at
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
    ) r on true;
