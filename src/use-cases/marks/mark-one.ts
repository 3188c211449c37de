import type { Mark } from '../../domain/marks/mark.js';
import { brokenRepository, rejectionError } from '../../domain/marks/rejection.js';
import type { AcceptedOutcome } from '../../domain/outcome.js';
import type { AttendanceRecord } from '../../domain/record.js';
import { toMarkEvent } from '../../events/events.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { MarkResult, RecordMarksRequest } from '../../ports/mark-store.js';
import { type MarkingParts, nudgeWorker } from './marking.js';

/** The result of one mark or clear. */
export interface MarkAttendanceResult<Status extends string = string> {
  readonly outcome: AcceptedOutcome;
  /** The current record after the mark. For a `superseded` mark it is the newer record that stands. */
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

/** The parts that recording one mark works with. */
export type MarkOneParts = Pick<
  MarkingParts,
  'repository' | 'recording' | 'nextJobId' | 'nudge' | 'batcher' | 'events' | 'limitRate'
>;

/**
 * Records one mark, and publishes its event. Throws at once where the queue is full: a caller who is refused waits for
 * nothing.
 */
export function markOne(parts: MarkOneParts, one: OneMark, options: CallOptions): Promise<MarkAttendanceResult> {
  if (!parts.limitRate) return recordOne(parts, one, options);
  const command = { kind: one.kind, by: one.mark, marks: [one.mark] };
  return parts.limitRate(command, options).then(() => recordOne(parts, one, options));
}

/** Shares the statement with marks of other callers, unless the mark joins a host's transaction. */
function recordOne(parts: MarkOneParts, one: OneMark, options: CallOptions): Promise<MarkAttendanceResult> {
  const isShared = parts.batcher && options.transaction === undefined;
  const recording = isShared
    ? parts.batcher.submit(one.mark, one.now, options.signal)
    : recordAlone(parts, one, options);
  return publish(parts, one, options, recording);
}

async function publish(
  parts: MarkOneParts,
  { mark, event }: OneMark,
  options: CallOptions,
  recording: Promise<MarkResult>,
): Promise<MarkAttendanceResult> {
  const result = toResult(await recording, mark);
  nudgeWorker(parts, [result], options);
  parts.events.publish(event, toMarkEvent(result.record, result.outcome), options);
  return result;
}

async function recordAlone(parts: MarkOneParts, one: OneMark, options: CallOptions): Promise<MarkResult> {
  const [result] = await parts.repository.recordMarks(toRequest(parts, one), options);
  if (!result) throw brokenRepository('recordMarks must return one result a mark');
  return result;
}

function toRequest({ recording, nextJobId }: MarkOneParts, { mark, now }: OneMark): RecordMarksRequest {
  return {
    ...recording,
    ...(mark.schoolId !== undefined && { schoolId: mark.schoolId }),
    marks: [mark],
    onlyUnmarked: false,
    allOrNothing: false,
    now,
    jobIds: nextJobId ? [nextJobId()] : [],
    returning: 'records',
  };
}

function toResult(result: MarkResult, { childId, schoolId }: Mark): MarkAttendanceResult {
  if (result.outcome === 'rejected') {
    if (result.code === 'bulk_rejected') throw brokenRepository('a single mark cannot be rejected because of others');
    throw rejectionError(result.code, { childId, ...(schoolId !== undefined && { schoolId }) });
  }
  if (!result.record) throw brokenRepository('recordMarks must return the records it was asked for');
  return { outcome: result.outcome, record: result.record, previousStatus: result.previousStatus };
}
