import type { Mark } from './mark.js';
import type { AcceptedOutcome } from './outcome.js';
import type { AttendanceRecord } from './record.js';

/** What a mark does to the record that stands. */
export interface MarkDecision {
  readonly outcome: AcceptedOutcome;
  /** When the mark counts as having happened: later than `mark.occurredAt` only for one that `occurredLast`. */
  readonly happenedAt: Date;
}

/**
 * Decides the outcome of a mark. Order is by when marks happened, not by when they arrive; of two at the same
 * instant the one that arrives later counts as the later.
 * @param current  The record of the same child, day and session, `undefined` if none is stored.
 */
export function decideMark(
  current: AttendanceRecord | undefined,
  mark: Mark,
  options: { readonly onlyUnmarked: boolean },
): MarkDecision {
  if (!current) return { outcome: mark.status === null ? 'unchanged' : 'recorded', happenedAt: mark.occurredAt };
  if (options.onlyUnmarked && current.status !== null) return { outcome: 'kept', happenedAt: mark.occurredAt };
  if (!mark.occurredLast && mark.occurredAt < current.confirmedAt) {
    return { outcome: 'superseded', happenedAt: mark.occurredAt };
  }
  const outcome = outcomeInOrder(current, mark);
  return { outcome, happenedAt: mark.occurredLast ? afterAll(mark, current, outcome) : mark.occurredAt };
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

/** After everything recorded: a change comes a millisecond later, so that a repetition of what it overrules is older. */
function afterAll(mark: Mark, { confirmedAt }: AttendanceRecord, outcome: AcceptedOutcome): Date {
  const earliest = new Date(confirmedAt.getTime() + (outcome === 'unchanged' ? 0 : 1));
  return mark.occurredAt < earliest ? earliest : mark.occurredAt;
}
