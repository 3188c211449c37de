import type { Pool } from 'pg';
import { countStale } from './stale.ts';
import type { Telling } from './telling.ts';

interface StandingRow {
  readonly guardianId: string;
  readonly childId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string | null;
}

/** What guardians were told wrongly, in figures. */
export interface Mistold {
  /** Guardians who last heard something else than what stands. */
  readonly misinformed: number;
  /** Messages under an id that had other content before. */
  readonly contradictory: number;
  /** Changes told once more under another id. */
  readonly toldTwice: number;
  /** Changes told though they no longer stood when their message was claimed. */
  readonly stale: number;
  /** Changes told to somebody who is no guardian of the child. */
  readonly strangers: number;
}

/** Compares what guardians last heard with what stands, and finds the messages that should not have been sent. */
export async function findMistold(pool: Pool, telling: Telling): Promise<Mistold> {
  const { rows } = await pool.query<StandingRow>(
    `select g.id::text as "guardianId", r.child_id::text as "childId", r.date::text, r.session, r.status
    from attendance.records r join attendance.guardians g using (school_id, child_id)`,
  );
  const misinformed = rows.filter((row) => (telling.lastTold(row) ?? null) !== row.status);
  const guardians = new Set(rows.map(pairOf));
  return {
    misinformed: misinformed.length,
    contradictory: telling.contradictory,
    toldTwice: telling.toldTwice,
    stale: await countStale(pool, telling.told),
    strangers: telling.told.filter((change) => !guardians.has(pairOf(change))).length,
  };
}

function pairOf({ guardianId, childId }: Pick<StandingRow, 'guardianId' | 'childId'>): string {
  return `${guardianId} ${childId}`;
}
