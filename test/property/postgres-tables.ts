import type { Pool } from 'pg';
import { rosterTables } from './postgres-world.ts';
import type { Tables } from './subject.ts';
import type { WorldRoster } from './world.ts';

/** Replaces the roster. */
export async function fillRoster(pool: Pool, { schools, children, enrolments }: WorldRoster): Promise<void> {
  for (const table of rosterTables) await pool.query(`delete from attendance.${table}`);
  const sql =
    'insert into attendance.schools (id, name, timezone) select * from unnest($1::uuid[], $2::text[], $3::text[])';
  await pool.query(sql, [
    schools.map(({ id }) => id),
    schools.map(({ name }) => name),
    schools.map(({ timezone }) => timezone),
  ]);
  await pool.query('insert into attendance.children select * from unnest($1::uuid[], $2::uuid[], $3::text[])', [
    children.map(({ schoolId }) => schoolId),
    children.map(({ id }) => id),
    children.map(({ name }) => name),
  ]);
  const dated = `insert into attendance.enrolments (school_id, child_id, enrolled_from, enrolled_until, class_id)
    select * from unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[], $5::text[])`;
  await pool.query(dated, [
    enrolments.map(({ schoolId }) => schoolId),
    enrolments.map(({ childId }) => childId),
    enrolments.map(({ enrolledFrom }) => enrolledFrom),
    enrolments.map(({ enrolledUntil }) => enrolledUntil),
    enrolments.map(({ classId }) => classId),
  ]);
}

/** Reads the tables behind the repository's back. */
export async function readTables(pool: Pool): Promise<Tables> {
  const [records, revisions, counts, jobs] = await Promise.all([
    pool.query(`select ${place}, status, ${details}, confirmed_at as "confirmedAt" from attendance.records`),
    pool.query(
      `select id::text, ${place}, outcome, outcome = 'superseded' as superseded, status, previous_status as "previousStatus",
       ${details} from attendance.revisions`,
    ),
    pool.query(
      `select school_id as "schoolId", date::text, session, status, count from attendance.daily_counts where count <> 0`,
    ),
    pool.query<JobRow>(
      `select school_id as "schoolId", created_at as "createdAt", today::text, child_ids as "childIds", dates::text[],
       subject_keys as sessions from attendance.notification_jobs`,
    ),
  ]);
  return { records: records.rows, revisions: revisions.rows, counts: counts.rows, jobs: jobs.rows.map(toJob) };
}

const place = 'school_id as "schoolId", child_id as "childId", date::text, session';
const details = 'reason, note, marked_by as "markedBy", occurred_at as "occurredAt", recorded_at as "recordedAt"';

interface JobRow {
  readonly schoolId: string;
  readonly createdAt: Date;
  readonly today: string;
  readonly childIds: readonly string[];
  readonly dates: readonly string[];
  readonly sessions: readonly string[];
}

function toJob({ childIds, dates, sessions, ...job }: JobRow) {
  const changes = childIds.map((childId, index) => ({ childId, date: dates[index], session: sessions[index] }));
  return { ...job, changes };
}
