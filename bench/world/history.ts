import type { Pool } from 'pg';
import { conventionalSchemas } from './conventional-tables.ts';

/**
 * Gives every contestant as many records of past days, one school day after the other, the last one before 2026-03-01.
 * Nine of ten children were present.
 */
export async function insertHistory(pool: Pool, rows: number): Promise<void> {
  await pool.query(`create table public.history as
    select c.school_id, c.id as child_id, date '2026-02-28' - (n::int - 1) as date,
      case when random() < 0.9 then 'present' else 'sick' end as status
    from generate_series(1, (${rows} + 99999) / (select count(*) from attendance.children)) n
    cross join attendance.children c order by date desc limit ${rows}`);
  for (const schema of conventionalSchemas) {
    await pool.query(`insert into ${schema}.attendances (child_id, school_id, date, status, marked_by)
      select child_id, school_id, date, status, 'teacher' from public.history`);
  }
  for (const table of ['attendances', 'events']) {
    await pool.query(`insert into lean.${table} (school_id, date, child_id, session, status, marked_by, occurred_at)
      select school_id, date, child_id, 'day', status, 'teacher', date + time '01:00' from public.history`);
  }
  await pool.query(`insert into lean.counts (school_id, date, session, status, count)
    select school_id, date, 'day', status, count(*) from public.history group by 1, 2, 4`);
  await insertRollbookHistory(pool);
  await pool.query('drop table public.history');
}

async function insertRollbookHistory(pool: Pool): Promise<void> {
  await pool.query(`insert into attendance.records (school_id, child_id, date, session, status, marked_by, occurred_at,
      confirmed_at, recorded_at, last_outcome, last_intent, last_revision)
    select school_id, child_id, date, 'day', status, 'teacher', date + time '01:00', date + time '01:00',
      date + time '01:00', 'recorded', 0, ${revisionId("date + time '01:00'")} from public.history`);
  await pool.query(`insert into attendance.revisions (school_id, child_id, date, session, id, outcome, status, marked_by,
      occurred_at, recorded_at)
    select school_id, child_id, date, session, last_revision, 'recorded', status, marked_by, occurred_at, recorded_at
    from attendance.records`);
  await pool.query(`insert into attendance.daily_counts (school_id, date, session, status, count)
    select school_id, date, session, status, count(*) from attendance.records group by 1, 2, 3, 4`);
}

/** The id of the first revision of a record, made at an instant: its microseconds, and a place. */
export function revisionId(instant: string): string {
  return `(extract(epoch from ${instant}) * 1000000)::bigint + 1`;
}
