import type { Pool } from 'pg';
import { readAudit } from './read-audit.ts';

/** Compares the records of {@link createConventionalTables} with the school's counter of today. */
export function auditConventional(pool: Pool, schema: string, schoolId: string, date: string) {
  const text = `with today as (select * from ${schema}.attendances where school_id = $1 and date = $2),
      last as (select distinct on (child_id) child_id, status from today order by child_id, id desc)
    select (select count(*) from today) as records, (select count(*) from last) as children,
      (select count(*) from last where status = 'present') as present, today_attendance_count as counted
    from ${schema}.schools where id = $1`;
  return readAudit(pool, text, [schoolId, date]);
}

/** The statement that locks the school's counter. */
export function holdConventionalCounter(schema: string, schoolId: string) {
  return {
    text: `update ${schema}.schools set today_attendance_count = today_attendance_count where id = $1`,
    values: [schoolId],
  };
}
