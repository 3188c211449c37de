import type { DayQuery } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';
import { nothing, type Sql, sql, type Values } from '../sql/sql.js';

/**
 * Makes a common table `school` with the school's `id` and its `day`: the day asked for, else today; no row for no
 * school.
 */
export function schoolOn(schema: Schema): Sql {
  const { schools } = schema.roster;
  return sql`school as (
    select s.id, coalesce(:date::date, (:now::timestamptz at time zone z.zone)::date) as day
    from ${schools} s cross join lateral ${schema.ianaZone}(s.timezone) as z(zone)
    where s.id = :schoolId::${schema.idType}
  )`;
}

/**
 * Joins `school` with the children `c` enrolled on `school.day`, each once and in that day's class, as `enrolmentOn`
 * and `isEnrolledOn` in the domain say. Takes the children of one class only if the query names it. A school without
 * children has one row of nulls.
 */
export function enrolledChildren({ roster }: Schema, { classId }: DayQuery): Sql {
  const isInClass = classId === undefined ? nothing : sql`and e.class_id = :classId::text`;
  return sql`left join lateral (
      select c.id, c.name, e.class_id
      from ${roster.children} c left join lateral (
        select t.class_id, (t.enrolled_from is null or t.enrolled_from <= school.day)
          and (t.enrolled_until is null or school.day <= t.enrolled_until) as holds
        from ${roster.enrolments} t where t.school_id = c.school_id and t.child_id = c.id
        order by holds desc, t.enrolled_from desc nulls last, t.class_id collate "C" desc nulls last limit 1
      ) e on true
      where c.school_id = school.id and coalesce(e.holds, true) ${isInClass}
    ) c on true`;
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
      and (e.enrolled_from is null or e.enrolled_from <= d.day) and (e.enrolled_until is null or d.day <= e.enrolled_until)
    limit 1
  ) e on true`;
}

/** Says if a child is enrolled, as `isEnrolledOn` in the domain says of a day that is known. Needs `enrolmentOfDay`. */
export function isEnrolled({ roster }: Schema, schoolId: Sql): Sql {
  return sql`(e.holds is not null
      or not exists (select from ${roster.enrolments} o where o.school_id = ${schoolId} and o.child_id = m.child_id))`;
}
