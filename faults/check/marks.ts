import type { Pool } from 'pg';
import type { Ledger, LedgerEntry } from '../load/ledger.ts';
import { markInWords, recordInWords, type StoredMark, statusInWords } from './in-words.ts';

/** Descriptions of the marks that went wrong. */
export interface MarkFindings {
  /** Acknowledged marks that are not in the revisions, and records that differ from the latest mark. */
  readonly lost: readonly string[];
  /** Marks with more than one revision. */
  readonly doubled: readonly string[];
  /** Revisions of marks that nobody sent like this, or that were refused or answered as without effect. */
  readonly strange: readonly string[];
}

interface RevisionRow extends StoredMark {
  readonly schoolId: string;
  readonly childId: string;
  readonly occurredAt: Date;
}

type Records = ReadonlyMap<string, StoredMark>;

/** Compares each mark with the revisions and records. */
export async function checkMarks(pool: Pool, ledger: Ledger): Promise<MarkFindings> {
  const { rows } = await pool.query<RevisionRow>(
    `select school_id::text as "schoolId", child_id::text as "childId", marked_by as "markedBy", status, reason, note,
      occurred_at as "occurredAt" from attendance.revisions`,
  );
  const records = await readRecords(pool);
  const found = new Map<LedgerEntry, number>();
  const strange: string[] = [];
  for (const row of rows) {
    const entry = ledger.find(row);
    if (!entry || entry.state === 'refused' || entry.state === 'kept' || !isOf(entry, row))
      strange.push(strangeInWords(row, entry));
    else found.set(entry, (found.get(entry) ?? 0) + 1);
  }
  const recordOf = ({ childId }: LedgerEntry) => recordInWords(records.get(childId));
  const missing = [...ledger.entries].filter((entry) => leavesRevision(entry) && !found.has(entry));
  const unheeded = [...latestMarks(ledger, found).values()].filter((mark) => !isStanding(mark, records));
  return {
    lost: [
      ...missing.map((mark) => `${markInWords(mark)}, which no revision has; ${recordOf(mark)}`),
      ...unheeded.map((mark) => `${markInWords(mark)}, which happened last; ${recordOf(mark)}`),
    ],
    doubled: [...found]
      .filter(([, times]) => times > 1)
      .map(([mark, times]) => `${markInWords(mark)}, which has ${times} revisions; ${recordOf(mark)}`),
    strange,
  };
}

function isOf(mark: LedgerEntry, row: RevisionRow): boolean {
  const isSameInstant = mark.occurredAt === undefined || mark.occurredAt.getTime() === row.occurredAt.getTime();
  return mark.schoolId === row.schoolId && mark.status === row.status && hasOwnDetails(row) && isSameInstant;
}

/** The reason and the note identify a mark. A clear has no reason and no note. */
function hasOwnDetails({ status, markedBy, reason, note }: StoredMark): boolean {
  const own = status === null ? null : markedBy;
  return reason === own && note === own;
}

function strangeInWords(
  { childId, markedBy, status, reason, note, occurredAt }: RevisionRow,
  sent?: LedgerEntry,
): string {
  const revision = `${statusInWords(status)} by ${markedBy} at ${occurredAt.toISOString()}, reason ${reason}, note ${note}`;
  return `child ${childId} has a revision with ${revision}; ${sent ? markInWords(sent) : 'nobody has sent such a mark'}`;
}

/**
 * True if a mark leaves a revision. A mark with a status always does, since its note is its own. A clear does unless
 * there was nothing to clear.
 */
function leavesRevision({ state, status, outcome }: LedgerEntry): boolean {
  return state === 'acknowledged' && (status !== null || outcome === 'cleared');
}

async function readRecords(pool: Pool): Promise<Records> {
  const { rows } = await pool.query<StoredMark & Pick<RevisionRow, 'childId'>>(
    'select child_id::text as "childId", marked_by as "markedBy", status, reason, note from attendance.records',
  );
  return new Map(rows.map((row) => [row.childId, row]));
}

/** True if the record has this mark's status, details and author. */
function isStanding({ childId, status, markedBy }: LedgerEntry, records: Records): boolean {
  const record = records.get(childId);
  if (status === null) return record === undefined || record.status === null;
  return record?.status === status && record.markedBy === markedBy && hasOwnDetails(record);
}

/**
 * The latest mark of each child. A mark without an answer counts if it is stored. For marks that happened when they
 * arrived, only the server knows the order. The revisions of such marks show it, and must be a chain.
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
