import { AttendanceError, type RecordMarksRequest } from '../../../src/index.js';
import * as rules from '../../../src/rules/index.js';
import type { NotificationJobRow } from '../store/memory-state.js';

/**
 * The jobs that marks call for, one a school.
 * @throws {AttendanceError} `repository_failed` when the request brings fewer ids than there are schools to tell of.
 */
export function planJobs(
  marks: readonly rules.DecidedMark[],
  { jobIds, correctDays, now }: Pick<RecordMarksRequest, 'jobIds' | 'correctDays' | 'now'>,
): NotificationJobRow[] {
  if (jobIds.length === 0) return [];
  return rules.planJobs(marks, correctDays).map((job, index) => ({
    id: jobIds[index] ?? missingJobId(),
    subjectType: 'attendance',
    ...job,
    createdAt: new Date(now),
    runAt: null,
    fannedOutAt: null,
  }));
}

/** Adds the changes of a second try to the job of the first one. */
export function addToJob(earlier: NotificationJobRow | undefined, job: NotificationJobRow): NotificationJobRow {
  return earlier ? { ...earlier, subjects: [...earlier.subjects, ...job.subjects] } : job;
}

function missingJobId(): never {
  throw new AttendanceError('repository_failed', 'there are fewer job ids than schools', {});
}
