import type { Pool } from 'pg';
import { readAudit } from './read-audit.ts';

/** Compares rollbook's records with its counters. */
export function auditRollbook(pool: Pool, schoolId: string, date: string) {
  const text = `select count(*) as records, count(distinct child_id) as children,
      count(*) filter (where status = 'present') as present,
      (select coalesce(sum(count), 0) from attendance.daily_counts where school_id = $1 and date = $2 and status = 'present')
        as counted
    from attendance.records where school_id = $1 and date = $2`;
  return readAudit(pool, text, [schoolId, date]);
}

/** The statement that locks the school's counter, as a mark in a host's transaction does. */
export function holdRollbookCounter(schoolId: string, date: string) {
  return {
    text: `insert into attendance.daily_counts (school_id, date, session, status, count) values ($1, $2, 'day', 'present', 0)
      on conflict (school_id, date, session, status) do update set count = daily_counts.count`,
    values: [schoolId, date],
  };
}
