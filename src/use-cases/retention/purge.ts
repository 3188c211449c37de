import type { Purged } from '../../domain/retention/purging.js';
import type { CommandSchemas } from '../../input/command-schemas.js';
import { parseCommand } from '../../input/parse-command.js';
import { aborted } from '../../input/refusals.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { Clock } from '../../ports/clock.js';
import type { RecordingSettings } from '../../ports/mark-store.js';
import type { RetentionStore } from '../../ports/retention-store.js';

/** Rows of each table that one call of the repository looks at: few enough to be quick, and to take few locks. */
const stretch = 5_000;

/** The parts that purging works with. */
export interface PurgeParts {
  readonly repository: Pick<RetentionStore, 'purge'>;
  readonly schemas: Pick<CommandSchemas<string, string>, 'purge'>;
  readonly clock: Clock;
  readonly recording: Pick<RecordingSettings, 'correctDays'>;
}

/** Deletes what is old, stretch by stretch. See `Attendance.purge`. */
export async function purge(
  { repository, schemas, clock, recording: { correctDays } }: PurgeParts,
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
    if (options.signal?.aborted) throw aborted('the purge was aborted');
    const { next, ...found } = await repository.purge({ ...request, ...(after !== null && { after }) }, options);
    purged = { deliveries: purged.deliveries + found.deliveries, revisions: purged.revisions + found.revisions };
    after = next;
  } while (after !== null);
  return purged;
}
