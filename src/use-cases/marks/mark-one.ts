import type { Mark } from '../../domain/marks/mark.js';
import type { AcceptedOutcome } from '../../domain/marks/outcome.js';
import type { AttendanceRecord } from '../../domain/marks/record.js';
import { rejectionError } from '../../domain/marks/rejection.js';
import { toMarkEvent } from '../../events/events.js';
import { daysBackOf } from '../../input/limits.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { MarkResult, RecordMarksRequest } from '../../ports/mark-store.js';
import { limitRate } from '../../rate-limit/limit-rate.js';
import type { UseCaseContext } from '../context.js';
import { nudgeWorker } from './nudge-worker.js';

/** What came of one mark or clear. */
export interface MarkAttendanceResult<Status extends string = string> {
  readonly outcome: AcceptedOutcome;
  /** The current record after the mark. Of a `superseded` mark: the newer one that stands. */
  readonly record: AttendanceRecord<Status>;
  /** The status just before this mark, `null` if there was none. */
  readonly previousStatus: Status | null;
}

/** A mark or a clear, ready to be recorded. */
export interface OneMark {
  readonly kind: 'markAttendance' | 'clearAttendance';
  readonly event: 'attendance.marked' | 'attendance.cleared';
  readonly mark: Mark;
  readonly now: Date;
}

/** Records one mark, and tells of it. Throws at once where the queue is full: who is refused waits for no turn. */
export function markOne(context: UseCaseContext, one: OneMark, options: CallOptions): Promise<MarkAttendanceResult> {
  if (!context.rateLimit) return recordOne(context, one, options);
  const command = { kind: one.kind, by: one.mark, marks: [one.mark] };
  return limitRate(context, context.rateLimit, command, options).then(() => recordOne(context, one, options));
}

function recordOne(context: UseCaseContext, one: OneMark, options: CallOptions): Promise<MarkAttendanceResult> {
  return tell(context, one, options, record(context, one, options));
}

/** With the marks of other callers, unless it is to join a host's transaction. */
function record(context: UseCaseContext, { mark, now }: OneMark, options: CallOptions): Promise<MarkResult> {
  const isShared = context.submit && options.transaction === undefined;
  return isShared ? context.submit(mark, now, options.signal) : recordAlone(context, mark, now, options);
}

async function tell(
  context: UseCaseContext,
  { mark, event }: OneMark,
  options: CallOptions,
  recording: Promise<MarkResult>,
): Promise<MarkAttendanceResult> {
  const result = toResult(await recording, mark);
  nudgeWorker(context, [result], options);
  context.events.publish(event, toMarkEvent(result.record, result.outcome), options);
  return result;
}

async function recordAlone(context: UseCaseContext, mark: Mark, now: Date, options: CallOptions): Promise<MarkResult> {
  const [result] = await context.repository.recordMarks(toRequest(context, mark, now), options);
  if (!result) throw new Error('recordMarks must return one result a mark');
  return result;
}

function toRequest({ limits, correctDays, nextJobId }: UseCaseContext, mark: Mark, now: Date): RecordMarksRequest {
  return {
    ...(mark.schoolId !== undefined && { schoolId: mark.schoolId }),
    marks: [mark],
    onlyUnmarked: false,
    allOrNothing: false,
    editableDays: daysBackOf(limits),
    correctDays,
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
