import type { Mark, RecordMarksRequest } from '../../../src/index.js';
import type { Values } from '../sql/sql.js';
import { intents } from './conflicting-row.js';

/**
 * The values of the statement's parameters, whatever its shape.
 * @param maxLockWaitMs  The longest wait for a lock, in milliseconds; `undefined` for a shape without a limit.
 */
export function toValues(request: RecordMarksRequest, maxLockWaitMs: number | undefined): Values {
  const { marks, schoolId } = request;
  return {
    now: request.now.toISOString(),
    editableDays: request.editableDays,
    allOrNothing: request.allOrNothing,
    onlyUnmarked: request.onlyUnmarked,
    jobIds: request.jobIds,
    schoolId,
    schoolIds: marks.map((mark) => mark.schoolId ?? null),
    childIds: marks.map((mark) => mark.childId),
    statuses: marks.map((mark) => mark.status),
    occurredAt: marks.map((mark) => mark.occurredAt.toISOString()),
    intents: marks.map(toIntent),
    dates: marks.map((mark) => mark.date ?? null),
    sessions: marks.map((mark) => mark.session),
    reasons: marks.map((mark) => mark.reason ?? null),
    notes: marks.map((mark) => mark.note ?? null),
    markedBy: marks.map((mark) => mark.markedBy),
    correctDays: request.correctDays,
    maxLockWait: `${maxLockWaitMs}ms`,
  };
}

/** The intents of a mark, as the bits of a number. */
export function toIntent(mark: Mark): number {
  const occurredLast = mark.occurredLast ? intents.occurredLast : 0;
  const keepsReason = mark.reason === undefined ? intents.keepsReason : 0;
  const keepsNote = mark.note === undefined ? intents.keepsNote : 0;
  return occurredLast | keepsReason | keepsNote;
}
