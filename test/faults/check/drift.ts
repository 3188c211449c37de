import type { Pool } from 'pg';

interface WrongCounter {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string;
  readonly counted: number;
  readonly recorded: number;
}

/** What is wrong with the counters. */
export interface DriftFindings {
  /** How far they are from a count of the records, summed. */
  readonly drift: number;
  /** Each one that is wrong, in words. */
  readonly counters: readonly string[];
}

/** Compares each of the day's counters with a count of the records. */
export async function findDrift(pool: Pool): Promise<DriftFindings> {
  const { rows } = await pool.query<WrongCounter>(
    `select school_id::text as "schoolId", date::text, session, status,
      coalesce(c.count, 0)::int as counted, coalesce(r.count, 0)::int as recorded
    from attendance.daily_counts c full join (
      select school_id, date, session, status, count(*) as count
      from attendance.records where status is not null group by school_id, date, session, status
    ) r using (school_id, date, session, status)
    where coalesce(c.count, 0) <> coalesce(r.count, 0)`,
  );
  return {
    drift: rows.reduce((sum, { counted, recorded }) => sum + Math.abs(counted - recorded), 0),
    counters: rows.map(counterInWords),
  };
}

function counterInWords({ schoolId, date, session, status, counted, recorded }: WrongCounter): string {
  return `school ${schoolId} on ${date} (${session}) has ${recorded} ${status} in its records, and its counter says ${counted}`;
}
