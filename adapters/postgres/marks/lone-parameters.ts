import type { RecordMarksRequest } from '../../../src/index.js';
import { lockTimeoutOf } from '../sql/lock-wait.js';
import type { Values } from '../sql/sql.js';
import { arrayLiteral } from './array-literal.js';
import { toIntent } from './parameters.js';

/**
 * The values of the parameters of a function for the request's only mark.
 * @param given.lockWaitMs  The longest wait for a lock, in milliseconds; `undefined` for no limit.
 */
export function toLoneValues(
  { schoolId, marks, now, editableDays, correctDays, onlyUnmarked, jobIds }: RecordMarksRequest,
  { counts, lockWaitMs }: { readonly counts: 'inline' | 'deferred'; readonly lockWaitMs: number | undefined },
): Values {
  const [mark] = marks;
  if (!mark) throw new Error('expected a mark');
  return {
    now: now.toISOString(),
    editableDays,
    correctDays,
    onlyUnmarked,
    movesCounts: counts === 'inline',
    maxLockWait: lockTimeoutOf(lockWaitMs),
    jobIds: arrayLiteral(jobIds, (id) => id),
    schoolId: schoolId ?? mark.schoolId ?? null,
    childId: mark.childId,
    status: mark.status,
    occurredAt: mark.occurredAt.toISOString(),
    intent: toIntent(mark),
    date: mark.date ?? null,
    session: mark.session,
    reason: mark.reason ?? null,
    note: mark.note ?? null,
    markedBy: mark.markedBy,
  };
}
