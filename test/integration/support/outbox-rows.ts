import type { Pool } from 'pg';
import type { IdType } from 'rollbook';

/** A delivery to put into the table as it is. What is left out is as the library would have it. */
export interface DeliveryRow {
  readonly schoolId: string;
  readonly childIds: readonly string[];
  readonly guardianId: string;
  readonly date: string;
  readonly jobId: string;
  readonly state?: 'pending' | 'delivered' | 'dead' | 'dropped';
  readonly settledAt?: Date;
  /** Whom the content tells of. Default: nothing was frozen. */
  readonly toldIds?: readonly string[];
}

/** Stores a delivery behind the library's back. */
export async function insertDelivery(pool: Pool, row: DeliveryRow, idType: IdType = 'uuid'): Promise<void> {
  const changes = row.toldIds?.map((id) => ({
    child_id: id,
    session: 'day',
    status: 'present',
    previous_status: null,
  }));
  const createdAt = row.settledAt ?? new Date(`${row.date}T00:00:00Z`);
  await pool.query(
    `insert into attendance.deliveries (school_id, job_id, number, guardian_id, date, child_ids, subject_keys, changes,
      content_version, told_order, state, created_at, run_at, settled_at)
    select $1::${idType}, $2::uuid, 1 + count(*), $3::${idType}, $4::date, $5::${idType}[],
      array_fill('day'::text, array[cardinality($5::${idType}[])]), $6::jsonb, case when $6::jsonb is not null then 1 end,
      case when $6::jsonb is not null then
        (select 1 + count(*) from attendance.deliveries where guardian_id = $3::${idType})
      end, $7::text, $8::timestamptz, $8::timestamptz, $9::timestamptz
    from attendance.deliveries where job_id = $2::uuid`,
    [
      row.schoolId,
      row.jobId,
      row.guardianId,
      row.date,
      row.childIds,
      changes ? JSON.stringify(changes) : null,
      row.state ?? (row.settledAt ? 'delivered' : 'pending'),
      createdAt,
      row.settledAt ?? null,
    ],
  );
}

/** A job or a delivery: whom it is about, and what it says. */
export interface OutboxRow {
  readonly childIds: readonly string[];
  /** Whom the content tells of; `null` without one. */
  readonly toldIds: readonly string[] | null;
}

/** The deliveries of a school, oldest first. */
export async function deliveriesOf(pool: Pool, schoolId: string): Promise<readonly OutboxRow[]> {
  const { rows } = await pool.query<OutboxRow>(
    `select child_ids::text[] as "childIds",
      (select array_agg(c ->> 'child_id') from jsonb_array_elements(changes) as c) as "toldIds"
    from attendance.deliveries where school_id::text = $1 order by created_at, job_id, number`,
    [schoolId],
  );
  return rows;
}

/** The jobs of a school: their parallel arrays, oldest first. */
export async function jobsOf(pool: Pool, schoolId: string) {
  const { rows } = await pool.query<{ childIds: string[]; dates: string[]; sessions: string[] }>(
    `select child_ids::text[] as "childIds", dates::text[], subject_keys as sessions
    from attendance.notification_jobs where school_id::text = $1 order by created_at, id`,
    [schoolId],
  );
  return rows;
}
