import type { Pool } from 'pg';
import type { AttendanceRecord, IdType, Revision, Roster } from 'rollbook';
import type { StoredDailyCount, StoredDelivery, StoreProbe } from 'rollbook/testing';
import { sortSubjects } from './sort-subjects.ts';

/** Reads and mutilates the tables of the schema `attendance` by SQL of its own. */
export function createPostgresProbe(pool: Pool, idType: IdType): StoreProbe {
  return {
    records: async () => {
      const rows = await query<Instants<AttendanceRecord>>(pool, selectRecords);
      return rows.map((row) => ({ ...row, ...instantsOf(row), confirmedAt: new Date(row.confirmedAt) }));
    },
    revisions: async () => {
      const rows = await query<Instants<Revision>>(pool, selectRevisions);
      return rows.map((row) => ({ ...row, ...instantsOf(row) }));
    },
    dailyCounts: () => query<StoredDailyCount>(pool, selectDailyCounts),
    notificationJobs: async () => (await query<JobRow>(pool, selectJobs)).map(toJob),
    deliveries: async () => (await query<DeliveryRow>(pool, selectDeliveries)).map(toDelivery),
    setDailyCount: async (row) => {
      await pool.query(
        `insert into attendance.daily_counts (school_id, date, session, status, count) values ($1, $2, $3, $4, $5)
         on conflict (school_id, date, session, status) do update set count = excluded.count`,
        [row.schoolId, row.date, row.session, row.status, row.count],
      );
    },
    setRoster: (roster) => setRoster(pool, roster, idType),
  };
}

/** Deletes everything that was recorded. */
export async function clearTables(pool: Pool): Promise<void> {
  for (const table of ['records', 'revisions', 'daily_counts', 'notification_jobs', 'deliveries']) {
    await pool.query(`delete from attendance.${table}`);
  }
}

/** A row whose instants are still text. */
type Instants<Row> = { [Key in keyof Row]: Row[Key] extends Date ? string : Row[Key] };

/** As text, so that neither the driver's parsers nor the session's time zone have a say. */
const instant = (column: string, as: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "${as}"`;

const place = 'school_id::text as "schoolId", child_id::text as "childId", date::text, session';
const said = `status, reason, note, marked_by as "markedBy", ${instant('occurred_at', 'occurredAt')}, ${instant('recorded_at', 'recordedAt')}`;
const selectRecords = `select ${place}, ${said}, ${instant('confirmed_at', 'confirmedAt')} from attendance.records`;
const selectRevisions = `select id::text, ${place}, ${said}, outcome, outcome = 'superseded' as superseded,
  previous_status as "previousStatus" from attendance.revisions r order by transaction_id::text::bigint, r.id`;
const selectDailyCounts =
  'select school_id::text as "schoolId", date::text, session, status, count from attendance.daily_counts';
const selectJobs = `select id::text, school_id::text as "schoolId", ${instant('created_at', 'createdAt')}, today::text,
  child_ids::text[] as "childIds", dates::text[], subject_keys as sessions, to_jsonb(j) as row
  from attendance.notification_jobs j`;

const selectDeliveries = `select job_id::text || '-' || number || case revision when 0 then '' else '.' || revision end as id,
  job_id::text as "jobId", school_id::text as "schoolId", guardian_id::text as "guardianId", child_ids::text[] as "childIds",
  date::text, subject_keys as sessions, only_corrects as "onlyCorrects", state, attempt, ${instant('run_at', 'runAt')}, lease_token::text as "leaseToken",
  ${instant('lease_until', 'leaseUntil')}, ${instant('settled_at', 'settledAt')}, to_jsonb(d) as row
  from attendance.deliveries d`;

interface DeliveryRow extends Omit<StoredDelivery, 'subjects' | 'runAt' | 'leaseUntil' | 'settledAt'> {
  readonly childIds: readonly string[];
  readonly sessions: readonly string[];
  readonly runAt: string;
  readonly leaseUntil: string | null;
  readonly settledAt: string | null;
}

function toDelivery({ childIds, sessions, runAt, leaseUntil, settledAt, ...delivery }: DeliveryRow): StoredDelivery {
  return {
    ...delivery,
    subjects: sortSubjects(childIds.map((childId, index) => ({ childId, session: sessions[index] ?? 'no session' }))),
    runAt: new Date(runAt),
    leaseUntil: leaseUntil === null ? null : new Date(leaseUntil),
    settledAt: settledAt === null ? null : new Date(settledAt),
  };
}

interface JobRow {
  readonly id: string;
  readonly schoolId: string;
  readonly createdAt: string;
  readonly today: string;
  readonly childIds: readonly string[];
  readonly dates: readonly string[];
  readonly sessions: readonly string[];
  readonly row: unknown;
}

function toJob({ id, schoolId, createdAt, today, childIds, dates, sessions, row }: JobRow) {
  const changes = childIds.map((childId, index) => ({
    childId,
    date: dates[index] ?? 'no date',
    session: sessions[index] ?? 'no session',
  }));
  return { id, schoolId, createdAt: new Date(createdAt), today, changes, row };
}

function instantsOf(row: { readonly occurredAt: string; readonly recordedAt: string }) {
  return { occurredAt: new Date(row.occurredAt), recordedAt: new Date(row.recordedAt) };
}

async function setRoster(pool: Pool, roster: Roster, idType: IdType): Promise<void> {
  const { schools, children, enrolments = [], guardians } = roster;
  const insert = (table: string, columns: Readonly<Record<string, string>>) => {
    const names = Object.keys(columns);
    const typed = names.map((name) => `"${name}" ${columns[name]}`);
    const snakeCase = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    return `insert into attendance.${table} (${snakeCase.join()}) select ${names.map((name) => `"${name}"`).join()}
      from jsonb_to_recordset($1) as row(${typed.join()})`;
  };
  const ids = { schoolId: idType, childId: idType, id: idType };
  for (const table of ['guardians', 'enrolments', 'children', 'schools']) {
    await pool.query(`delete from attendance.${table}`);
  }
  const schoolColumns = { id: idType, name: 'text', timezone: 'text', weekdays: 'smallint[]' };
  await pool.query(insert('schools', schoolColumns), [JSON.stringify(schools)]);
  const childColumns = { schoolId: idType, id: idType, name: 'text' };
  await pool.query(insert('children', childColumns), [JSON.stringify(children)]);
  const dates = { enrolledFrom: 'date', enrolledUntil: 'date' };
  const when = { ...dates, classId: 'text', weekdays: 'smallint[]', sessions: 'text[]' };
  const enrolmentColumns = { schoolId: idType, childId: idType, ...when };
  await pool.query(insert('enrolments', enrolmentColumns), [JSON.stringify(enrolments)]);
  const guardianColumns = { ...ids, name: 'text', locale: 'text', contact: 'jsonb' };
  await pool.query(insert('guardians', guardianColumns), [JSON.stringify(guardians)]);
}

async function query<Row extends object>(pool: Pool, text: string): Promise<Row[]> {
  const { rows } = await pool.query<Row>(text);
  return rows;
}
