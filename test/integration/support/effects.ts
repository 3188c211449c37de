import type { Pool } from 'pg';

/** What marks have left in a school's tables: rows, and for the counters their sum. */
export interface Effects {
  readonly records: number;
  readonly revisions: number;
  readonly counted: number;
  readonly jobs: number;
}

/** Reads the tables behind the library's back. */
export async function effectsOf(pool: Pool, schoolId: string, schema = 'attendance'): Promise<Effects> {
  const { rows } = await pool.query<Effects>(
    `select
      (select count(*)::int from ${schema}.records where school_id::text = $1) as records,
      (select count(*)::int from ${schema}.revisions where school_id::text = $1) as revisions,
      (select coalesce(sum(count), 0)::int from ${schema}.daily_counts where school_id::text = $1) as counted,
      (select count(*)::int from ${schema}.notification_jobs where school_id::text = $1) as jobs`,
    [schoolId],
  );
  if (!rows[0]) throw new Error('a select without from answers one row');
  return rows[0];
}

/** What a mark leaves that recorded one child. */
export const oneMark: Effects = { records: 1, revisions: 1, counted: 1, jobs: 1 };

/** What is there when nothing is. */
export const nothing: Effects = { records: 0, revisions: 0, counted: 0, jobs: 0 };

/** A counter that is not as many as the records that it counts. */
export interface WrongCounter {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string;
  readonly counted: number;
  readonly recorded: number;
}

/** Every counter that differs from a count of the records; of one school, if given. */
export async function findWrongCounters(
  pool: Pool,
  { schoolId }: { readonly schoolId?: string } = {},
): Promise<readonly WrongCounter[]> {
  const { rows } = await pool.query<WrongCounter>(
    `select school_id::text as "schoolId", date::text, session, status,
      coalesce(c.count, 0)::int as counted, coalesce(r.count, 0)::int as recorded
    from attendance.daily_counts c full join (
      select school_id, date, session, status, count(*) as count
      from attendance.records where status is not null group by school_id, date, session, status
    ) r using (school_id, date, session, status)
    where coalesce(c.count, 0) <> coalesce(r.count, 0) and ($1::text is null or school_id::text = $1)`,
    [schoolId ?? null],
  );
  return rows;
}

/** How far such counters are from the records, summed. */
export function sumDrift(counters: readonly WrongCounter[]): number {
  return counters.reduce((sum, { counted, recorded }) => sum + Math.abs(counted - recorded), 0);
}

/** How far the counters are from a recount of the records: the sum over all counters, of one school if one is named. */
export async function driftOf(pool: Pool, of: { readonly schoolId?: string } = {}): Promise<number> {
  return sumDrift(await findWrongCounters(pool, of));
}
