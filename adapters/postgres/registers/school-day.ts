import { type RawBuilder, sql } from 'kysely';
import type { DayQuery } from '../../../src/index.js';
import type { Schema } from '../schema/schema.js';

/** A common table `school` with the school's `id` and its `day`: the one asked for, else today; no row for no school. */
export function schoolOn(schema: Schema, { schoolId, date, now }: DayQuery): RawBuilder<unknown> {
  const { schools } = schema.roster;
  return sql`school as (
    select s.id, coalesce(${date ?? null}::date, (${now.toISOString()}::timestamptz at time zone z.zone)::date) as day
    from ${sql.raw(schools)} s cross join lateral ${sql.raw(schema.ianaZone)}(s.timezone) as z(zone)
    where s.id = ${idOf(schema, schoolId)}
  )`;
}

/** An id as a typed parameter. */
export function idOf({ idType }: Schema, id: string): RawBuilder<unknown> {
  return sql`${id}::${sql.raw(idType)}`;
}

/**
 * Joins each child `c` with its record `r` on `school.day`. By the limit it is looked up by its key: a planner that has no
 * statistics yet, as after a migration, would compare every child with every record of the day.
 */
export function recordOfChild({ records }: Schema, session: string): RawBuilder<unknown> {
  return sql`left join lateral (
      select * from ${sql.raw(records)} r where r.school_id = school.id and r.date = school.day and r.child_id = c.id
        and r.session = ${session}::text limit 1
    ) r on true`;
}

/**
 * Joins `school` with the children `c` enrolled on `school.day`, each once and in that day's class, of one class if the query names
 * it: as `enrolmentOn` and `isEnrolledOn` in the domain say. A school without any has one row of nulls.
 */
export function enrolledChildren({ roster }: Schema, { classId }: DayQuery): RawBuilder<unknown> {
  const isInClass = classId === undefined ? sql`` : sql`and e.class_id = ${classId}::text`;
  return sql`left join lateral (
      select c.id, c.name, e.class_id
      from ${sql.raw(roster.children)} c left join lateral (
        select t.class_id, (t.enrolled_from is null or t.enrolled_from <= school.day)
          and (t.enrolled_until is null or school.day <= t.enrolled_until) as holds
        from ${sql.raw(roster.enrolments)} t where t.school_id = c.school_id and t.child_id = c.id
        order by holds desc, t.enrolled_from desc nulls last, t.class_id collate "C" desc nulls last limit 1
      ) e on true
      where c.school_id = school.id and coalesce(e.holds, true) ${isInClass}
    ) c on true`;
}
