import type { Pool } from 'pg';
import type { Place } from './in-words.ts';
import { changeInWords, type ToldChange } from './telling.ts';

interface RevisionRow extends Place {
  readonly status: string | null;
  readonly committedAt: Date;
}

/** A status and the end of its time, in milliseconds of the epoch. */
interface Reign {
  readonly status: string | null;
  readonly until: number;
}

/**
 * The time from the instant of a commit until others see it, in milliseconds. The commit is written to disk in between,
 * on a busy machine.
 */
const commitMs = 300;

/**
 * Describes changes that were told although a correction came before their message was claimed. Changes without a known
 * claim are not judged.
 */
export async function findStale(pool: Pool, told: readonly ToldChange[]): Promise<readonly string[]> {
  const reigns = await readReigns(pool);
  return told.flatMap((change) => {
    const { claimedAt, status } = change;
    if (claimedAt === undefined) return [];
    const ofStatus = (reigns.get(keyOf(change)) ?? []).filter((reign) => reign.status === status);
    if (ofStatus.some(({ until }) => until + commitMs > claimedAt)) return [];
    const stood = ofStatus.at(-1);
    const end = stood ? `had stood until ${instantOf(stood.until)}` : 'never stood';
    return `${changeInWords(change)}, which ${end}, by a message claimed at ${instantOf(claimedAt)}`;
  });
}

/** Reads instants by the server's own clock. The server must keep the instants of commits. */
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

function keyOf({ childId, date, session }: Place): string {
  return [childId, date, session].join(' ');
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}
