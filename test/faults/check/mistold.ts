import type { Pool } from 'pg';
import type { Telling } from './telling.ts';

interface StandingRow {
  readonly guardianId: string;
  readonly childId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string | null;
}

/** How many guardians last heard something else than what stands, and how many messages should not have been sent. */
export async function countMistold(pool: Pool, telling: Telling): Promise<number> {
  const { rows } = await pool.query<StandingRow>(
    `select g.id::text as "guardianId", r.child_id::text as "childId", r.date::text, r.session, r.status
    from attendance.records r join attendance.guardians g using (school_id, child_id)`,
  );
  const misinformed = rows.filter((row) => (telling.lastTold(row) ?? null) !== row.status);
  return misinformed.length + telling.contradictory + telling.toldTwice;
}
