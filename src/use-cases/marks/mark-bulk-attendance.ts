import { AttendanceError } from '../../domain/errors.js';
import { type BulkOutcome, type Tally, tallyOutcomes } from '../../domain/marks/outcome.js';
import { schoolNotFound } from '../../domain/marks/rejection.js';
import { toMarkEvent } from '../../events/events.js';
import { daysBackOf } from '../../input/limits.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { MarkResult } from '../../ports/mark-store.js';
import { limitRate } from '../../rate-limit/limit-rate.js';
import type { UseCaseContext } from '../context.js';
import { type BulkCommand, parseBulk } from './bulk-command.js';
import { nudgeWorker } from './nudge-worker.js';

/** What came of a bulk. */
export interface MarkBulkAttendanceResult<Status extends string = string> {
  /** One a mark, in the order of the command. */
  readonly outcomes: readonly BulkOutcome<Status>[];
  readonly tally: Tally;
}

/** Marks many children of one school. See `Attendance.markBulkAttendance`. */
export async function markBulkAttendance(
  context: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<MarkBulkAttendanceResult> {
  const now = context.clock.now();
  const bulk = parseBulk(context, command, now);
  if (context.rateLimit)
    await limitRate(context, context.rateLimit, { kind: 'markBulkAttendance', by: bulk, marks: bulk.marks }, options);
  const results = await recordBulk(context, bulk, now, options);
  const outcomes = results.map((result) => toOutcome(result));
  const tally = tallyOutcomes(outcomes);
  if (bulk.allOrNothing && tally.rejected > 0) {
    throw new AttendanceError('bulk_rejected', 'nothing was recorded: some marks were rejected', { outcomes, tally });
  }
  nudgeWorker(context, results, options);
  const marks = results.flatMap((result) => (result.outcome === 'rejected' ? [] : toMarkEvent(result, result.outcome)));
  context.events.publish('attendance.bulkMarked', { schoolId: bulk.schoolId, tally: { ...tally }, marks }, options);
  return { outcomes, tally };
}

async function recordBulk(context: UseCaseContext, command: BulkCommand, now: Date, options: CallOptions) {
  const { markedBy: _, ...bulk } = command;
  const { repository, limits, correctDays, nextJobId } = context;
  const jobIds = nextJobId ? [nextJobId()] : [];
  const request = { ...bulk, editableDays: daysBackOf(limits), correctDays, now, jobIds };
  const results = await repository.recordMarks(request, options);
  if (results.length !== bulk.marks.length) throw new Error('recordMarks must return one result a mark');
  if (results.some((result) => result.outcome === 'rejected' && result.code === 'school_not_found')) {
    throw schoolNotFound(bulk.schoolId);
  }
  return results;
}

function toOutcome(result: MarkResult): BulkOutcome<string> {
  if (result.outcome !== 'rejected') {
    const { schoolId: _, ...outcome } = result;
    return outcome;
  }
  const { date, ...outcome } = result;
  return date === null ? outcome : { ...outcome, date };
}
