import type { AttendanceRecord } from '../record.js';
import type { MarkDecision } from './decide-mark.js';
import type { Mark } from './mark.js';

/** Where a record stands: everything of its key that the mark itself doesn't say. */
export interface MarkPlace {
  readonly schoolId: string;
  readonly date: string;
}

/**
 * The record after a decided mark.
 * @returns `current` itself for a mark without effect (`kept`, `superseded`). A clear leaves a tombstone (`status`
 *          null), also where nothing was recorded, so that an older mark that arrives later stays without effect.
 */
export function applyMark(
  current: AttendanceRecord | undefined,
  mark: Mark,
  decision: MarkDecision,
  place: MarkPlace,
  now: Date,
): AttendanceRecord {
  if (!current) return startRecord(mark, decision, place, now);
  switch (decision.outcome) {
    case 'kept':
    case 'superseded':
      return current;
    case 'unchanged':
      return { ...current, confirmedAt: decision.happenedAt };
    case 'amended':
      return {
        ...startRecord(mark, decision, place, now),
        ...keptDetails(current, mark),
        occurredAt: current.occurredAt,
      };
    case 'corrected':
      return { ...startRecord(mark, decision, place, now), ...keptDetails(current, mark) };
    case 'recorded':
    case 'cleared':
      return startRecord(mark, decision, place, now);
    default:
      return decision.outcome satisfies never;
  }
}

function startRecord(mark: Mark, decision: MarkDecision, place: MarkPlace, now: Date): AttendanceRecord {
  return {
    schoolId: place.schoolId,
    childId: mark.childId,
    date: place.date,
    session: mark.session,
    status: mark.status,
    reason: mark.reason ?? null,
    note: mark.note ?? null,
    markedBy: mark.markedBy,
    occurredAt: decision.happenedAt,
    confirmedAt: decision.happenedAt,
    recordedAt: now,
  };
}

function keptDetails(current: AttendanceRecord, mark: Mark): Pick<AttendanceRecord, 'reason' | 'note'> {
  return {
    reason: mark.reason === undefined ? current.reason : mark.reason,
    note: mark.note === undefined ? current.note : mark.note,
  };
}
