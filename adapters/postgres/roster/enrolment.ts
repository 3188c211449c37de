import type { Schema } from '../schema/schema.js';
import { type Sql, sql } from '../sql/sql.js';

/**
 * Says if a child is enrolled, as `isEnrolledOn` in the domain says of a day that is known. Needs the rows `m`, which
 * has `child_id`, and `d`, which has `day`.
 */
export function isEnrolled({ roster }: Schema, schoolId: Sql): Sql {
  const ofChild = sql`select from ${roster.enrolments} e where e.school_id = ${schoolId} and e.child_id = m.child_id`;
  return sql`(exists (${ofChild} and (e.enrolled_from is null or e.enrolled_from <= d.day)
        and (e.enrolled_until is null or d.day <= e.enrolled_until))
      or not exists (${ofChild}))`;
}
