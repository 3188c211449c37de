import type { DayQuery } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, sql, type Values } from '../sql/sql.js';

/**
 * Makes the common tables `school` and `entry`. `school` has the school's `id` and its `day`: the day asked for, else
 * today; no row for no school. `entry` has the children enrolled on that day, with their records, once each, as
 * `enrolmentOn` and `isEnrolledOn` in the domain say. Takes the children of one class only if the query names it.
 *
 * Everything is read by the school, and joined in full: no planner can nest a loop in a full join. `offset 0` keeps the
 * planner from making another join of it. A planner without statistics, as after a migration, would else compare every
 * child with every record.
 */
export function registerOf(schema: Schema, { classId }: DayQuery): Sql {
  const { roster, records, ianaZone, idType } = schema;
  const ofSchool = sql`school_id = :schoolId::${idType}`;
  const isInClass = classId === undefined ? nothing : sql` and c.class_id = :classId::text`;
  return sql`school as materialized (
    select s.id, coalesce(:date::date, (:now::timestamptz at time zone z.zone)::date) as day
    from ${roster.schools} s cross join lateral ${ianaZone}(s.timezone) as z(zone)
    where s.id = :schoolId::${idType}
  ),
  enrolment as (
    select distinct on (t.child_id) t.child_id, t.class_id, t.holds
    from (
      select e.*, ${holdsOn(sql`school.day`)} as holds
      from school join ${roster.enrolments} e on e.${ofSchool} offset 0
    ) t
    order by t.child_id, t.holds desc, t.enrolled_from desc nulls last, t.class_id collate "C" desc nulls last
  ),
  child as (
    select * from (
      select c.id, c.name, t.class_id, t.holds
      from (select * from ${roster.children} where ${ofSchool} offset 0) c
        full join enrolment t on t.child_id = c.id offset 0
    ) c where c.id is not null and coalesce(c.holds, true)${isInClass}
  ),
  entry as (
    select * from (
      select c.id as enrolled_child_id, c.name, c.class_id, r.*
      from child c full join (
        select * from ${records} where ${ofSchool} and date = (select day from school) and session = :session::text offset 0
      ) r on r.child_id = c.id offset 0
    ) c where enrolled_child_id is not null
  )`;
}

/** The values of the parameters of a query of one school's day. */
export function dayValues({ schoolId, date, session, classId, now }: DayQuery): Values {
  return { schoolId, date: date ?? null, session, classId, now: now.toISOString() };
}

/**
 * Joins one enrolment `e` that holds on the day, if there is one. Needs the rows `m`, which has `child_id`, and `d`,
 * which has `day`.
 */
export function enrolmentOfDay({ roster }: Schema, schoolId: Sql): Sql {
  return sql`left join lateral (
    select true as holds from ${roster.enrolments} e where e.school_id = ${schoolId} and e.child_id = m.child_id
      and ${holdsOn(sql`d.day`)}
    limit 1
  ) e on true`;
}

/** Says if a child is enrolled, as `isEnrolledOn` in the domain says of a day that is known. Needs `enrolmentOfDay`. */
export function isEnrolled({ roster }: Schema, schoolId: Sql): Sql {
  return sql`(e.holds is not null
      or not exists (select from ${roster.enrolments} o where o.school_id = ${schoolId} and o.child_id = m.child_id))`;
}

/** Says if the enrolment `e` holds on a day. */
function holdsOn(day: Sql): Sql {
  return sql`(e.enrolled_from is null or e.enrolled_from <= ${day}) and (e.enrolled_until is null or ${day} <= e.enrolled_until)`;
}
