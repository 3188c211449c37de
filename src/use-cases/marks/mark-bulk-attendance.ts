import { AttendanceError } from '../../domain/errors.js';
import { brokenRepository, schoolNotFound } from '../../domain/marks/rejection.js';
import { type BulkOutcome, type Tally, tallyOutcomes } from '../../domain/outcome.js';
import { toMarkEvent } from '../../events/events.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { MarkResult } from '../../ports/mark-store.js';
import { type BulkCommand, parseBulk } from './bulk-command.js';
import { type MarkingParts, nudgeWorker } from './marking.js';

/** The result of a bulk. */
export interface MarkBulkAttendanceResult<Status extends string = string> {
  /** One a mark, in the order of the command. */
  readonly outcomes: readonly BulkOutcome<Status>[];
  readonly tally: Tally;
}

type Parts = Pick<
  MarkingParts,
  'repository' | 'schemas' | 'clock' | 'limits' | 'recording' | 'nextJobId' | 'nudge' | 'events' | 'limitRate'
>;

/** Marks many children of one school. See `Attendance.markBulkAttendance`. */
export async function markBulkAttendance(
  parts: Parts,
  command: unknown,
  options: CallOptions,
): Promise<MarkBulkAttendanceResult> {
  const now = parts.clock.now();
  const bulk = parseBulk(parts, command, now);
  await parts.limitRate?.({ kind: 'markBulkAttendance', by: bulk, marks: bulk.marks }, options);
  const results = await recordBulk(parts, bulk, now, options);
  const outcomes = results.map((result) => toOutcome(result));
  const tally = tallyOutcomes(outcomes);
  if (bulk.allOrNothing && tally.rejected > 0) {
    throw new AttendanceError('bulk_rejected', 'nothing was recorded: some marks were rejected', { outcomes, tally });
  }
  nudgeWorker(parts, results, options);
  const marks = results.flatMap((result) => (result.outcome === 'rejected' ? [] : toMarkEvent(result, result.outcome)));
  parts.events.publish('attendance.bulkMarked', { schoolId: bulk.schoolId, tally: { ...tally }, marks }, options);
  return { outcomes, tally };
}

async function recordBulk(
  { repository, recording, nextJobId }: Pick<Parts, 'repository' | 'recording' | 'nextJobId'>,
  command: BulkCommand,
  now: Date,
  options: CallOptions,
) {
  const { markedBy: _, ...bulk } = command;
  const jobIds = nextJobId ? [nextJobId()] : [];
  const request = { ...bulk, ...recording, now, jobIds };
  const results = await repository.recordMarks(request, options);
  if (results.length !== bulk.marks.length) throw brokenRepository('recordMarks must return one result a mark');
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
