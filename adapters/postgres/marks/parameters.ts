import type { Mark, RecordMarksRequest } from '../../../src/index.js';
import { lockTimeoutOf } from '../sql/lock-wait.js';
import type { Values } from '../sql/sql.js';
import { arrayLiteral } from './array-literal.js';
import { intents } from './conflicting-row.js';

/**
 * The values of the statement's parameters, whatever its shape. Arrays are texts, which any driver passes on as they
 * are.
 * @param maxLockWaitMs  The longest wait for a lock, in milliseconds; `undefined` for no limit.
 */
export function toValues(request: RecordMarksRequest, maxLockWaitMs: number | undefined): Values {
  const { marks, schoolId } = request;
  return {
    now: request.now.toISOString(),
    editableDays: request.editableDays,
    allOrNothing: request.allOrNothing,
    onlyUnmarked: request.onlyUnmarked,
    jobIds: arrayLiteral(request.jobIds, (id) => id),
    schoolId,
    schoolIds: arrayLiteral(marks, (mark) => mark.schoolId),
    childIds: arrayLiteral(marks, (mark) => mark.childId),
    statuses: arrayLiteral(marks, (mark) => mark.status),
    occurredAt: arrayLiteral(marks, toInstantText()),
    intents: arrayLiteral(marks, toIntent),
    dates: arrayLiteral(marks, (mark) => mark.date),
    sessions: arrayLiteral(marks, (mark) => mark.session),
    reasons: arrayLiteral(marks, (mark) => mark.reason),
    notes: arrayLiteral(marks, (mark) => mark.note),
    markedBy: arrayLiteral(marks, (mark) => mark.markedBy),
    correctDays: request.correctDays,
    maxLockWait: lockTimeoutOf(maxLockWaitMs),
  };
}

/** Formats each instant. Marks that came together mostly have the same one. */
function toInstantText(): (mark: Mark) => string {
  let ms = Number.NaN;
  let text = '';
  return ({ occurredAt }) => {
    if (occurredAt.getTime() !== ms) text = occurredAt.toISOString();
    ms = occurredAt.getTime();
    return text;
  };
}

/** The intents of a mark, as the bits of a number. */
export function toIntent(mark: Mark): number {
  const occurredLast = mark.occurredLast ? intents.occurredLast : 0;
  const keepsReason = mark.reason === undefined ? intents.keepsReason : 0;
  const keepsNote = mark.note === undefined ? intents.keepsNote : 0;
  return occurredLast | keepsReason | keepsNote;
}
