import type { AttendanceRecord, RevisionOutcome } from '../record.js';
import type { Mark } from './mark.js';

/**
 * Makes the id of a mark's revision: the instant of the request, but greater than all ids of the child's day, in any
 * session. The id depends on no server, so that a history can be moved to another one.
 * @param last      The greatest id of the child's day before the request; `null` where nothing is stored of it.
 * @param now       When the request was received.
 * @param position  The mark's place in the request, from 1.
 */
export function nextRevisionId(last: bigint | null, now: Date, position: number): bigint {
  const byTime = BigInt(now.getTime()) * 1_000n;
  return (last === null || byTime > last ? byTime : last) + BigInt(position);
}

/** A stretch of time in which a status stood: from its first mark to the latest that agreed. */
export interface StatusSpan {
  readonly status: string | null;
  readonly occurredAt: Date;
  readonly confirmedAt: Date;
}

/** The part of a revision that decides if a mark is already in the history. */
export interface HistoryEntry {
  readonly outcome: RevisionOutcome;
  readonly status: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly markedBy: string;
  readonly occurredAt: Date;
  /** When it was first sent. */
  readonly recordedAt: Date;
  /** The status that the change ended, `null` when it ended none. */
  readonly endedSpan: StatusSpan | null;
}

/**
 * Says if the history already has a superseded mark, so that logging the mark would add nothing. The mark was logged as
 * superseded before, or falls into a span of its own status, with details that were logged with that status. So a
 * repeated command leaves no trace, also one that had been `unchanged` and so left no revision.
 */
export function isInHistory(mark: Mark, current: AttendanceRecord, history: readonly HistoryEntry[]): boolean {
  const isLoggedBefore = history.some((entry) => entry.outcome === 'superseded' && isSameMark(entry, mark));
  if (isLoggedBefore) return true;
  const spans = [current, ...history.flatMap((entry) => entry.endedSpan ?? [])];
  if (!spans.some((span) => covers(span, mark))) return false;
  return mark.status === null || hasNoDetails(mark) || history.some((entry) => holdsDetails(entry, mark));
}

/**
 * Says if an earlier try of a mark has left this record or revision. All tries of a mark are recorded under the same
 * instant.
 * @param now  When the mark was first sent.
 */
export function isTryOf(
  mark: Mark,
  now: Date,
  entry: Pick<HistoryEntry, 'recordedAt' | 'markedBy' | 'status'>,
): boolean {
  return (
    entry.recordedAt.getTime() === now.getTime() && entry.markedBy === mark.markedBy && entry.status === mark.status
  );
}

/**
 * Says if an earlier try of a mark has left a revision. Marks sent in one instant differ by their own instants.
 * @param now  When the mark was first sent.
 */
export function isLoggedByFirstTry(mark: Mark, now: Date, history: readonly HistoryEntry[]): boolean {
  return history.some((entry) => isTryOf(mark, now, entry) && (mark.occurredLast || isSameMark(entry, mark)));
}

function isSameMark(entry: HistoryEntry, mark: Mark): boolean {
  return entry.status === mark.status && entry.occurredAt.getTime() === mark.occurredAt.getTime();
}

function covers(span: StatusSpan, mark: Mark): boolean {
  return span.status === mark.status && span.occurredAt <= mark.occurredAt && mark.occurredAt <= span.confirmedAt;
}

function hasNoDetails(mark: Mark): boolean {
  return mark.reason === undefined && mark.note === undefined;
}

function holdsDetails(entry: HistoryEntry, mark: Mark): boolean {
  if (entry.status !== mark.status) return false;
  return (
    (mark.reason === undefined || mark.reason === entry.reason) && (mark.note === undefined || mark.note === entry.note)
  );
}
