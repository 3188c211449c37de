import { AttendanceError } from '../../domain/errors.js';
import type { Purged } from '../../domain/retention/erasure.js';
import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';

/** Rows of each table looked at in one call of the repository: few enough to be quick, and to hold few locks. */
const stretch = 5_000;

/** Deletes what is old, stretch by stretch. See `Attendance.purge`. */
export async function purge(
  { repository, schemas, clock, correctDays }: UseCaseContext,
  command: unknown,
  options: CallOptions,
): Promise<Purged> {
  const { deliveriesBefore, revisionsBefore } = parseCommand(schemas.purge, command);
  const request = {
    now: clock.now(),
    limit: stretch,
    correctDays,
    ...(deliveriesBefore && { deliveriesBefore }),
    ...(revisionsBefore && { revisionsBefore }),
  };
  let purged: Purged = { deliveries: 0, revisions: 0 };
  let after: string | null = null;
  do {
    if (options.signal?.aborted) throw new AttendanceError('aborted', 'the purge was aborted', {});
    const { next, ...found } = await repository.purge({ ...request, ...(after !== null && { after }) }, options);
    purged = { deliveries: purged.deliveries + found.deliveries, revisions: purged.revisions + found.revisions };
    after = next;
  } while (after !== null);
  return purged;
}
