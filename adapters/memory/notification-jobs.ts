import { AttendanceError, isStatusChange, type RecordMarksRequest } from '../../src/index.js';
import type { NotificationJobRow } from './memory-state.js';
import type { PlannedMark } from './record-marks.js';

/**
 * The jobs that marks call for: one a school, of the school's current day only.
 * @throws {AttendanceError} `repository_failed` when the request brings fewer ids than there are schools to tell of.
 */
export function planJobs(
  marks: readonly PlannedMark[],
  { jobIds, now }: Pick<RecordMarksRequest, 'jobIds' | 'now'>,
): NotificationJobRow[] {
  if (jobIds.length === 0) return [];
  const news = marks.filter(({ outcome, after, today }) => isStatusChange(outcome) && after.date === today);
  const bySchool = Map.groupBy(news, ({ after }) => after.schoolId);
  return [...bySchool.keys()].map((schoolId, index) => ({
    id: jobIds[index] ?? missingJobId(),
    schoolId,
    createdAt: new Date(now),
    changes: (bySchool.get(schoolId) ?? []).map(({ after: { childId, date, session } }) => ({
      childId,
      date,
      session,
    })),
    runAt: null,
    fannedOutAt: null,
  }));
}

/** What only a second try changes is told of too, beside what the first one did. */
export function addToJob(earlier: NotificationJobRow | undefined, job: NotificationJobRow): NotificationJobRow {
  return earlier ? { ...earlier, changes: [...earlier.changes, ...job.changes] } : job;
}

function missingJobId(): never {
  throw new AttendanceError('repository_failed', 'there are fewer job ids than schools', {});
}
