import type { AcceptedOutcome } from '../outcome.js';
import type { AttendanceRecord } from '../record.js';
import { type HistoryEntry, isTryOf } from './history.js';
import type { Mark } from './mark.js';

/** Settings of a decision. */
export interface DecisionOptions {
  /** Leaves a child alone who has a status. */
  readonly onlyUnmarked: boolean;
  /** When the mark was first sent. Default: it never was before. */
  readonly now?: Date;
  /** True if an earlier try with the same `now` may have been recorded. Default false. */
  readonly mayBeRecorded?: boolean;
  /** The record's revisions, which tell of such a try. Default none. */
  readonly history?: readonly Pick<HistoryEntry, 'recordedAt' | 'markedBy' | 'status'>[];
}

/** The effect of a mark on the record that stands. */
export interface MarkDecision {
  readonly outcome: AcceptedOutcome;
  /** When the mark counts as having happened: later than `mark.occurredAt` only for one that `occurredLast`. */
  readonly happenedAt: Date;
}

/**
 * Decides the outcome of a mark. Order is by when marks happened, not by when they arrive. The mark that arrives later
 * wins among two of the same instant.
 * @param current  The record of the same child, day and session, `undefined` if none is stored.
 */
export function decideMark(current: AttendanceRecord | undefined, mark: Mark, options: DecisionOptions): MarkDecision {
  if (!current) return { outcome: mark.status === null ? 'unchanged' : 'recorded', happenedAt: mark.occurredAt };
  const isFirstTry = mayBeFirstTry(current, mark, options);
  if (options.onlyUnmarked && current.status !== null && !isFirstTry)
    return { outcome: 'kept', happenedAt: mark.occurredAt };
  const isRecordedSince = !isFirstTry && mayBeRecordedSince(current, mark, options);
  const occurredLast = mark.occurredLast && !isRecordedSince;
  const isOlder =
    mark.occurredAt < current.confirmedAt || (isRecordedSince && !(mark.occurredAt > current.confirmedAt));
  if (!occurredLast && isOlder) return { outcome: 'superseded', happenedAt: mark.occurredAt };
  const outcome = outcomeInOrder(current, mark);
  return { outcome, happenedAt: occurredLast ? afterAll(mark, current, outcome) : mark.occurredAt };
}

/** Says if the record that stands is a first try of the mark itself. Such a record is only confirmed. */
function mayBeFirstTry(current: AttendanceRecord, mark: Mark, { mayBeRecorded, now }: DecisionOptions): boolean {
  return mayBeRecorded === true && now !== undefined && isTryOf(mark, now, current);
}

/** Says if the record that stands came after a first try of the mark, or beside it. */
function mayBeRecordedSince(current: AttendanceRecord, mark: Mark, options: DecisionOptions): boolean {
  const { mayBeRecorded, now, history = [] } = options;
  if (!mayBeRecorded || !now) return false;
  return current.recordedAt >= now || history.some((entry) => isTryOf(mark, now, entry));
}

function outcomeInOrder(current: AttendanceRecord, mark: Mark): AcceptedOutcome {
  if (mark.status === null) return current.status === null ? 'unchanged' : 'cleared';
  if (current.status === null) return 'recorded';
  if (mark.status !== current.status) return 'corrected';
  return changesDetails(current, mark) ? 'amended' : 'unchanged';
}

function changesDetails(current: AttendanceRecord, mark: Mark): boolean {
  const reasonChanges = mark.reason !== undefined && mark.reason !== current.reason;
  const noteChanges = mark.note !== undefined && mark.note !== current.note;
  return reasonChanges || noteChanges;
}

/**
 * Comes after everything recorded: a change comes a millisecond later, so that a repetition of the overruled mark is
 * older.
 */
function afterAll(mark: Mark, { confirmedAt }: AttendanceRecord, outcome: AcceptedOutcome): Date {
  const earliest = new Date(confirmedAt.getTime() + (outcome === 'unchanged' ? 0 : 1));
  return mark.occurredAt < earliest ? earliest : mark.occurredAt;
}
