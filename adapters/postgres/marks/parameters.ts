import type { Mark, RecordMarksRequest } from '../../../src/index.js';
import { intents } from './conflicting-row.js';

/**
 * The statement's parameters, in the order of their numbers: arrays, so that their number never depends on the marks'.
 * @param maxLockWaitMs  The longest wait for a lock, in milliseconds, which comes last if there is one.
 */
export function toParameters(request: RecordMarksRequest, maxLockWaitMs: number | undefined): unknown[] {
  const { marks, schoolId } = request;
  return [
    request.now.toISOString(),
    request.editableDays,
    request.allOrNothing,
    request.onlyUnmarked,
    request.jobIds,
    schoolId ?? marks.map((mark) => mark.schoolId ?? null),
    marks.map((mark) => mark.childId),
    marks.map((mark) => mark.status),
    marks.map((mark) => mark.occurredAt.toISOString()),
    marks.map(toIntent),
    marks.map((mark) => mark.date ?? null),
    marks.map((mark) => mark.session),
    marks.map((mark) => mark.reason ?? null),
    marks.map((mark) => mark.note ?? null),
    marks.map((mark) => mark.markedBy),
    request.correctDays,
    ...(maxLockWaitMs === undefined ? [] : [`${maxLockWaitMs}ms`]),
  ];
}

function toIntent(mark: Mark): number {
  const occurredLast = mark.occurredLast ? intents.occurredLast : 0;
  const keepsReason = mark.reason === undefined ? intents.keepsReason : 0;
  const keepsNote = mark.note === undefined ? intents.keepsNote : 0;
  return occurredLast | keepsReason | keepsNote;
}
