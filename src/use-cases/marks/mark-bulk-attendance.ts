import type { CallOptions } from '../../ports/call-options.js';
import type { MarkResult } from '../../ports/mark-store.js';
import type { answerBulk, MarkBulkAttendanceResult } from './bulk-answer.js';
import { type BulkCommand, parseBulk } from './bulk-command.js';
import type { MarkingParts } from './marking.js';

type Parts = Pick<
  MarkingParts,
  'repository' | 'schemas' | 'clock' | 'limits' | 'recording' | 'nextJobId' | 'nudge' | 'events' | 'limitRate'
> & { readonly answerBulk: typeof answerBulk };

/** Marks many children of one school. See `Attendance.markBulkAttendance`. */
export async function markBulkAttendance(
  parts: Parts,
  command: unknown,
  options: CallOptions,
): Promise<MarkBulkAttendanceResult> {
  const now = parts.clock.now();
  const bulk = parseBulk(parts, command, now);
  await parts.limitRate?.({ kind: 'markBulkAttendance', by: bulk, marks: bulk.marks }, options);
  return parts.answerBulk(parts, bulk, await recordBulk(parts, bulk, now, options), options);
}

function recordBulk(
  { repository, recording, nextJobId }: Pick<Parts, 'repository' | 'recording' | 'nextJobId'>,
  { markedBy: _, ...bulk }: BulkCommand,
  now: Date,
  options: CallOptions,
): Promise<readonly MarkResult[]> {
  const jobIds = nextJobId ? [nextJobId()] : [];
  return repository.recordMarks({ ...bulk, ...recording, now, jobIds }, options);
}
