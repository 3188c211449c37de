import { AttendanceError } from '../../domain/errors.js';
import { brokenRepository, schoolNotFound } from '../../domain/marks/rejection.js';
import { type BulkOutcome, type Tally, tallyOutcomes } from '../../domain/outcome.js';
import { toMarkEvent } from '../../events/events.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { MarkResult } from '../../ports/mark-store.js';
import type { BulkCommand } from './bulk-command.js';
import { type MarkingParts, nudgeWorker } from './marking.js';

/** The result of a bulk. */
export interface MarkBulkAttendanceResult<Status extends string = string> {
  /** One a mark, in the order of the command. */
  readonly outcomes: readonly BulkOutcome<Status>[];
  readonly tally: Tally;
}

/** Makes the answer to a bulk of the store's results, and publishes its event. Loaded with the first bulk. */
export async function answerBulk(
  parts: Pick<MarkingParts, 'nextJobId' | 'nudge' | 'events'>,
  bulk: BulkCommand,
  results: readonly MarkResult[],
  options: CallOptions,
): Promise<MarkBulkAttendanceResult> {
  if (results.length !== bulk.marks.length) throw brokenRepository('recordMarks must return one result a mark');
  if (results.some((result) => result.outcome === 'rejected' && result.code === 'school_not_found')) {
    throw schoolNotFound(bulk.schoolId);
  }
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

function toOutcome(result: MarkResult): BulkOutcome<string> {
  if (result.outcome !== 'rejected') {
    const { schoolId: _, ...outcome } = result;
    return outcome;
  }
  const { date, ...outcome } = result;
  return date === null ? outcome : { ...outcome, date };
}
