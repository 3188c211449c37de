import type { Pool } from 'pg';
import type { Ledger, LedgerEntry } from '../load/ledger.ts';

/** What became of marks, in figures. */
export interface MarkFindings {
  /** Acknowledged marks that are not in the revisions, and records that are not as the latest mark has left them. */
  readonly lost: number;
  /** Marks with more than one revision. */
  readonly doubled: number;
  /** Revisions of marks that nobody has sent so, or that were refused. */
  readonly strange: number;
}

interface RevisionRow {
  readonly schoolId: string;
  readonly childId: string;
  readonly markedBy: string;
  readonly status: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly occurredAt: Date;
}

type StoredRecord = Pick<RevisionRow, 'childId' | 'markedBy' | 'status' | 'reason' | 'note'>;

/** Compares each mark with the revisions and records. */
export async function checkMarks(pool: Pool, ledger: Ledger): Promise<MarkFindings> {
  const { rows } = await pool.query<RevisionRow>(
    `select school_id::text as "schoolId", child_id::text as "childId", marked_by as "markedBy", status, reason, note,
      occurred_at as "occurredAt" from attendance.revisions`,
  );
  const found = new Map<LedgerEntry, number>();
  let strange = 0;
  for (const row of rows) {
    const entry = ledger.find(row);
    if (!entry || entry.state === 'refused' || !isOf(entry, row)) strange += 1;
    else found.set(entry, (found.get(entry) ?? 0) + 1);
  }
  const missing = [...ledger.entries].filter((entry) => leavesRevision(entry) && !found.has(entry));
  const doubled = [...found.values()].filter((times) => times > 1);
  const lost = missing.length + (await countWrongRecords(pool, ledger, found));
  return { lost, doubled: doubled.length, strange };
}

function isOf(mark: LedgerEntry, row: RevisionRow): boolean {
  const isSameInstant = mark.occurredAt === undefined || mark.occurredAt.getTime() === row.occurredAt.getTime();
  return mark.schoolId === row.schoolId && mark.status === row.status && hasOwnDetails(row) && isSameInstant;
}

/** A mark's reason and note are what it is known by; a clear has none. */
function hasOwnDetails({ status, markedBy, reason, note }: StoredRecord): boolean {
  const own = status === null ? null : markedBy;
  return reason === own && note === own;
}

/** A mark with a status always does, as its note is its own; a clear where there is nothing to clear does not. */
function leavesRevision({ state, status, outcome }: LedgerEntry): boolean {
  return state === 'acknowledged' && (status !== null || outcome === 'cleared');
}

/** Records whose status, details, or who made it, are not those of the mark that happened last. */
async function countWrongRecords(pool: Pool, ledger: Ledger, found: ReadonlyMap<LedgerEntry, number>): Promise<number> {
  const { rows } = await pool.query<StoredRecord>(
    'select child_id::text as "childId", marked_by as "markedBy", status, reason, note from attendance.records',
  );
  const records = new Map(rows.map((row) => [row.childId, row]));
  return [...latestMarks(ledger, found)].filter(([childId, { status, markedBy }]) => {
    const record = records.get(childId);
    if (status === null) return record !== undefined && record.status !== null;
    return record?.status !== status || record.markedBy !== markedBy || !hasOwnDetails(record);
  }).length;
}

/**
 * The one that happened last, by child. One without an answer counts if it is there. Of those that happened when they arrived
 * only the server knows which came last: their revisions tell, which have to be a chain.
 */
function latestMarks(ledger: Ledger, found: ReadonlyMap<LedgerEntry, number>): Map<string, LedgerEntry> {
  const latest = new Map<string, LedgerEntry & { readonly occurredAt: Date }>();
  for (const entry of ledger.entries) {
    const { occurredAt, state, childId } = entry;
    if (!occurredAt || state === 'refused' || (state !== 'acknowledged' && !found.has(entry))) continue;
    const other = latest.get(childId);
    if (!other || other.occurredAt < occurredAt) latest.set(childId, { ...entry, occurredAt });
  }
  return latest;
}
