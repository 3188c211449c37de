import type { Mark } from '../domain/mark.js';
import type { AcceptedOutcome } from '../domain/outcome.js';
import type { AttendanceRecord } from '../domain/record.js';
import { rejectionError } from '../domain/rejection.js';
import type { CallOptions, MarkResult, RecordMarksRequest } from '../ports/attendance-repository.js';
import type { UseCaseContext } from './context.js';
import { nudgeWorker } from './nudge-worker.js';

/** What came of one mark or clear. */
export interface MarkAttendanceResult<Status extends string = string> {
  readonly outcome: AcceptedOutcome;
  /** The current record after the mark. Of a `superseded` mark: the newer one that stands. */
  readonly record: AttendanceRecord<Status>;
  /** The status just before this mark, `null` if there was none. */
  readonly previousStatus: Status | null;
}

/** Records one mark: with those of other callers, unless it is to join a host's transaction. */
export async function markOne(
  context: UseCaseContext,
  mark: Mark,
  now: Date,
  options: CallOptions,
): Promise<MarkAttendanceResult> {
  const isShared = context.submit && options.transaction === undefined;
  const result = await (isShared
    ? context.submit(mark, now, options.signal)
    : recordAlone(context, mark, now, options));
  nudgeWorker(context, [result], options);
  return toResult(result, mark);
}

async function recordAlone(context: UseCaseContext, mark: Mark, now: Date, options: CallOptions): Promise<MarkResult> {
  const [result] = await context.repository.recordMarks(toRequest(context, mark, now), options);
  if (!result) throw new Error('recordMarks must return one result a mark');
  return result;
}

function toRequest({ limits, nextJobId }: UseCaseContext, mark: Mark, now: Date): RecordMarksRequest {
  return {
    ...(mark.schoolId !== undefined && { schoolId: mark.schoolId }),
    marks: [mark],
    onlyUnmarked: false,
    allOrNothing: false,
    editableDays: limits.editableDays,
    now,
    jobIds: nextJobId ? [nextJobId()] : [],
    returning: 'records',
  };
}

function toResult(result: MarkResult, { childId, schoolId }: Mark): MarkAttendanceResult {
  if (result.outcome === 'rejected') {
    if (result.code === 'bulk_rejected') throw new Error('a single mark cannot be rejected because of others');
    throw rejectionError(result.code, { childId, ...(schoolId !== undefined && { schoolId }) });
  }
  if (!result.record) throw new Error('recordMarks must return the records it was asked for');
  return { outcome: result.outcome, record: result.record, previousStatus: result.previousStatus };
}
