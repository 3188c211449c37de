import type { Pool } from 'pg';
import type { MemoryTables } from 'rollbook/memory';
import { testId } from 'rollbook/testing';

/** A delivery as memory keeps it: what the rules decide on, and what the database's rows are compared with. */
export type Delivery = MemoryTables['deliveries'][number];

/** A job as memory keeps it. */
export type Job = MemoryTables['notificationJobs'][number];

/** A record as far as telling needs it. */
export interface SeedRecord {
  readonly childId: string;
  readonly session: string;
  readonly status: string | null;
  readonly date?: string;
}

/** A child and one of its guardians. */
export interface SeedLink {
  readonly childId: string;
  readonly guardianId: string;
}

/** Everything is of this school, in Jakarta. */
export const schoolId = testId('school', 1);
/** The day that is told of, unless said otherwise. */
export const date = '2026-03-02';
/** When claims, settlements and fan-outs are made: at nine in the morning. */
export const now = new Date(`${date}T09:00:00+07:00`);
/** When every record began. */
export const occurredAt = new Date(`${date}T08:00:00+07:00`);
export const teacher = 'teacher-1';

/** So many minutes after `now`. */
export function minutes(count: number): Date {
  return new Date(now.getTime() + count * 60_000);
}

/** The id of a job, by its number. */
export function jobIdOf(number: number): string {
  return `019ab4c2-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A lease's token, by its number. */
export function tokenOf(number: number): string {
  return `70cec000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** A delivery that waits for its first claim. */
export function aDelivery(changes: Pick<Delivery, 'jobId' | 'guardianId' | 'subjects'> & Partial<Delivery>): Delivery {
  return {
    schoolId,
    number: 1,
    subjectType: 'attendance',
    date,
    onlyCorrects: false,
    contentVersion: changes.changes ? 1 : null,
    revision: 0,
    changes: null,
    toldOrder: null,
    state: 'pending',
    reason: null,
    attempt: 0,
    createdAt: minutes(-60),
    runAt: minutes(-60),
    leaseToken: null,
    leaseUntil: null,
    settledAt: null,
    ...changes,
  };
}

/** Empties the outbox, the records and the roster, and adds the school. */
export async function emptyOutbox(pool: Pool): Promise<void> {
  const stored = ['deliveries', 'notification_jobs', 'records', 'revisions', 'daily_counts'];
  const tables = [...stored, 'guardians', 'children', 'schools'];
  await pool.query(`truncate ${tables.map((table) => `attendance.${table}`).join(', ')}`);
  await pool.query(`insert into attendance.schools (id, name, timezone) values ($1, 'A school', 'Asia/Jakarta')`, [
    schoolId,
  ]);
}

/** Adds children and their guardians. */
export async function insertLinks(pool: Pool, links: readonly SeedLink[]): Promise<void> {
  await insert(pool, links, 'row("childId" uuid, "guardianId" uuid)', {
    into: 'children (school_id, id, name)',
    select: `distinct '${schoolId}'::uuid, "childId", 'A child'`,
  });
  await insert(pool, links, 'row("childId" uuid, "guardianId" uuid)', {
    into: 'guardians (school_id, child_id, id, name)',
    select: `distinct '${schoolId}'::uuid, "childId", "guardianId", 'A guardian'`,
  });
}

/** Adds records. */
export async function insertRecords(pool: Pool, records: readonly SeedRecord[]): Promise<void> {
  await insert(pool, records, 'row("childId" uuid, session text, status text, date date)', {
    into: `records (school_id, child_id, date, session, status, marked_by, occurred_at, confirmed_at, recorded_at, last_intent,
      last_outcome, last_revision)`,
    select: `'${schoolId}'::uuid, "childId", coalesce(date, '${date}'), session, status, '${teacher}',
      '${occurredAt.toISOString()}', '${occurredAt.toISOString()}', '${occurredAt.toISOString()}', 0, 'recorded', 1`,
  });
}

/** Adds jobs. */
export async function insertJobs(pool: Pool, jobs: readonly Job[]): Promise<void> {
  const rows = jobs.map(({ subjects, ...job }) => ({
    ...job,
    childIds: subjects.map(({ childId }) => childId),
    dates: subjects.map((subject) => subject.date),
    subjectKeys: subjects.map(({ subjectKey }) => subjectKey),
  }));
  await insert(
    pool,
    rows,
    `row(id uuid, "schoolId" uuid, "subjectType" text, today date, "childIds" uuid[], dates date[], "subjectKeys" text[],
      "createdAt" timestamptz)`,
    {
      into: 'notification_jobs (id, school_id, subject_type, today, child_ids, dates, subject_keys, created_at)',
      select: 'id, "schoolId", "subjectType", today, "childIds", dates, "subjectKeys", "createdAt"',
    },
  );
}

/** Adds deliveries. */
export async function insertDeliveries(pool: Pool, deliveries: readonly Delivery[]): Promise<void> {
  const rows = deliveries.map(({ subjects, changes, ...delivery }) => ({
    ...delivery,
    childIds: subjects.map(({ childId }) => childId),
    subjectKeys: subjects.map(({ subjectKey }) => subjectKey),
    changes: changes?.map((change) => ({
      child_id: change.childId,
      session: change.session,
      status: change.status,
      previous_status: change.previousStatus,
      occurred_at: change.occurredAt.getTime(),
      marked_by: change.markedBy,
    })),
  }));
  await insert(
    pool,
    rows,
    `row("schoolId" uuid, "jobId" uuid, number int, "guardianId" uuid, "subjectType" text, date date, "onlyCorrects" boolean,
      "contentVersion" smallint, "childIds" uuid[], "subjectKeys" text[], revision int, changes jsonb, "toldOrder" int,
      state text, reason text, attempt int, "createdAt" timestamptz, "runAt" timestamptz, "leaseToken" uuid,
      "leaseUntil" timestamptz, "settledAt" timestamptz)`,
    {
      into: `deliveries (school_id, job_id, number, guardian_id, subject_type, date, only_corrects, content_version, child_ids,
        subject_keys, revision, changes, told_order, state, reason, attempt, created_at, run_at, lease_token, lease_until,
        settled_at)`,
      select: `"schoolId", "jobId", number, "guardianId", "subjectType", date, "onlyCorrects", "contentVersion", "childIds",
        "subjectKeys", revision, changes, "toldOrder", state, reason, attempt, "createdAt", "runAt", "leaseToken",
        "leaseUntil", "settledAt"`,
    },
  );
}

type StoredDelivery = Omit<Delivery, 'subjects' | 'changes'> & {
  readonly childIds: readonly string[];
  readonly subjectKeys: readonly string[];
  readonly changes: readonly StoredChange[] | null;
};

interface StoredChange {
  readonly child_id: string;
  readonly session: string;
  readonly status: string | null;
  readonly previous_status: string | null;
  readonly occurred_at: number;
  readonly marked_by: string;
}

/** Every delivery, by job, then by number. */
export async function readDeliveries(pool: Pool): Promise<readonly Delivery[]> {
  const { rows } = await pool.query<StoredDelivery>(
    `select school_id as "schoolId", job_id as "jobId", number, guardian_id as "guardianId", subject_type as "subjectType",
      date::text, only_corrects as "onlyCorrects", content_version as "contentVersion", child_ids as "childIds",
      subject_keys as "subjectKeys", revision, changes, told_order as "toldOrder", state, reason, attempt,
      created_at as "createdAt", run_at as "runAt", lease_token as "leaseToken", lease_until as "leaseUntil",
      settled_at as "settledAt"
    from attendance.deliveries order by job_id, number`,
  );
  return rows.map(toDelivery);
}

function toDelivery({ childIds, subjectKeys, changes, ...delivery }: StoredDelivery): Delivery {
  return {
    ...delivery,
    subjects: childIds.map((childId, index) => ({ childId, subjectKey: subjectKeys[index] ?? 'no key' })),
    changes: changes?.map(toChange) ?? null,
  };
}

function toChange(change: StoredChange) {
  return {
    childId: change.child_id,
    session: change.session,
    status: change.status,
    previousStatus: change.previous_status,
    occurredAt: new Date(change.occurred_at),
    markedBy: change.marked_by,
  };
}

async function insert(
  pool: Pool,
  rows: readonly unknown[],
  row: string,
  { into, select }: { readonly into: string; readonly select: string },
): Promise<void> {
  const text = `insert into attendance.${into} select ${select} from jsonb_to_recordset($1) as ${row}`;
  await pool.query(text, [JSON.stringify(rows)]);
}
