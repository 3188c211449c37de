import type { LedgerEntry } from '../load/ledger.ts';

/** Where a record stands. */
export interface Place {
  readonly childId: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly session: string;
}

/** The last mark of a record, as far as it is known. */
export interface StoredMark {
  readonly status: string | null;
  readonly markedBy: string;
  readonly reason: string | null;
  readonly note: string | null;
}

/** Describes a place, such as `child 7 on 2026-11-02 (day)`. */
export function placeInWords({ childId, date, session }: Place): string {
  return `child ${childId} on ${date} (${session})`;
}

/** Describes a status. `null` means that nobody has marked the child, or that the mark was cleared. */
export function statusInWords(status: string | null): string {
  return status ?? 'unmarked';
}

/** Describes a mark as it was sent, and the answer that its client got. */
export function markInWords(mark: LedgerEntry): string {
  const { markedBy, childId, status, occurredAt, state, outcome, code } = mark;
  const deed = status === null ? `cleared child ${childId}` : `marked child ${childId} ${status}`;
  const answer = [state, outcome ?? code].filter((word) => word !== undefined).join(': ');
  return `${markedBy} ${deed} ${occurredAt ? `at ${occurredAt.toISOString()}` : 'on arrival'} (${answer})`;
}

/** Describes a record, with the reason and the note that identify its mark. */
export function recordInWords(record: StoredMark | undefined): string {
  if (!record) return 'there is no record';
  const { status, markedBy, reason, note } = record;
  return `the record has ${statusInWords(status)} by ${markedBy}, reason ${reason}, note ${note}`;
}
