import type { Pool } from 'pg';
import type { Tables } from './subject.ts';
import type { World } from './world.ts';

/** Replaces the roster. */
export async function fillRoster(
  pool: Pool,
  { schools, children }: Pick<World, 'schools' | 'children'>,
): Promise<void> {
  await pool.query('delete from attendance.schools');
  await pool.query('delete from attendance.children');
  await pool.query('insert into attendance.schools select * from unnest($1::uuid[], $2::text[], $3::text[])', [
    schools.map(({ id }) => id),
    schools.map(({ name }) => name),
    schools.map(({ timezone }) => timezone),
  ]);
  const sql = `insert into attendance.children (school_id, id, name, class_id, enrolled_from, enrolled_until)
    select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[])`;
  await pool.query(sql, [
    children.map(({ schoolId }) => schoolId),
    children.map(({ id }) => id),
    children.map(({ name }) => name),
    children.map(({ classId }) => classId),
    children.map(({ enrolledFrom }) => enrolledFrom),
    children.map(({ enrolledUntil }) => enrolledUntil),
  ]);
}

/** Reads the tables behind the repository's back. */
export async function readTables(pool: Pool): Promise<Tables> {
  const [records, revisions, counts, jobs] = await Promise.all([
    pool.query(`select ${place}, status, ${details}, confirmed_at as "confirmedAt" from attendance.records`),
    pool.query<{ childId: string }>(
      `select ${place}, outcome, outcome = 'superseded' as superseded, status, previous_status as "previousStatus", ${details}
       from attendance.revisions order by id`,
    ),
    pool.query(
      `select school_id as "schoolId", date::text, session, status, count from attendance.daily_counts where count <> 0`,
    ),
    pool.query<JobRow>(
      `select school_id as "schoolId", created_at as "createdAt", child_ids as "childIds", dates::text[], sessions
       from attendance.notification_jobs`,
    ),
  ]);
  return { records: records.rows, revisions: revisions.rows, counts: counts.rows, jobs: jobs.rows.map(toJob) };
}

const place = 'school_id as "schoolId", child_id as "childId", date::text, session';
const details = 'reason, note, marked_by as "markedBy", occurred_at as "occurredAt", recorded_at as "recordedAt"';

interface JobRow {
  readonly schoolId: string;
  readonly createdAt: Date;
  readonly childIds: readonly string[];
  readonly dates: readonly string[];
  readonly sessions: readonly string[];
}

function toJob({ childIds, dates, sessions, ...job }: JobRow) {
  const changes = childIds.map((childId, index) => ({ childId, date: dates[index], session: sessions[index] }));
  return { ...job, changes };
}
