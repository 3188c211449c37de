import type { Pool } from 'pg';
import type { ToldChange } from './telling.ts';

interface RevisionRow {
  readonly childId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string | null;
  readonly committedAt: Date;
}

/** A status, and until when it stood, in milliseconds of the epoch. */
interface Reign {
  readonly status: string | null;
  readonly until: number;
}

/** From the instant that a commit has to when others see it: it is written to disk in between, on a busy machine. In milliseconds. */
const commitMs = 300;

/** How many changes were told that no longer stood when their message was claimed: corrected before they were sent. */
export async function countStale(pool: Pool, told: readonly ToldChange[]): Promise<number> {
  const reigns = await readReigns(pool);
  return told.filter((change) => {
    const { claimedAt, status } = change;
    if (claimedAt === undefined) return false;
    const ofStatus = (reigns.get(keyOf(change)) ?? []).filter((reign) => reign.status === status);
    return !ofStatus.some(({ until }) => until + commitMs > claimedAt);
  }).length;
}

/** By the server's own clock: it has to keep the instants of commits. */
async function readReigns(pool: Pool): Promise<Map<string, readonly Reign[]>> {
  const { rows } = await pool.query<RevisionRow>(
    `select child_id::text as "childId", date::text, session, status, pg_xact_commit_timestamp(xmin) as "committedAt"
    from attendance.revisions where outcome <> 'superseded' order by id`,
  );
  const chains = Map.groupBy(rows, keyOf);
  return new Map([...chains].map(([key, chain]) => [key, toReigns(chain)]));
}

function toReigns(chain: readonly RevisionRow[]): readonly Reign[] {
  return chain.map(({ status }, index) => ({
    status,
    until: chain[index + 1]?.committedAt.getTime() ?? Number.POSITIVE_INFINITY,
  }));
}

function keyOf({ childId, date, session }: Pick<RevisionRow, 'childId' | 'date' | 'session'>): string {
  return [childId, date, session].join(' ');
}
