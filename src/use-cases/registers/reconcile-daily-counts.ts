import type { CountDifference, Reconciliation } from '../../domain/registers/reconciliation.js';
import type { AttendanceEvents } from '../../events/events.js';
import type { CommandSchemas } from '../../input/command-schemas.js';
import { parseCommand, toCanonicalId } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { CountKeeper } from '../../ports/count-keeper.js';
import type { IdFormat } from '../../ports/id-format.js';

/** The parts that reconciling works with. */
export interface CountParts {
  readonly repository: Pick<IdFormat, 'canonicalId'> & CountKeeper;
  readonly schemas: Pick<CommandSchemas<string, string>, 'reconcileDailyCounts'>;
  readonly events: Pick<AttendanceEvents, 'publish'>;
}

/** Makes counts equal records. See `Attendance.reconcileDailyCounts`. */
export async function reconcileDailyCounts(
  { repository, schemas, events }: CountParts,
  query: unknown,
  options: CallOptions,
): Promise<Reconciliation> {
  const { schoolId, date } = parseCommand(schemas.reconcileDailyCounts, query);
  const school = schoolId === undefined ? undefined : toCanonicalId(repository, schoolId, 'schoolId');
  const differences = await repository.reconcileDailyCounts(
    { date, ...(school !== undefined && { schoolId: school }) },
    options,
  );
  const event = { schoolId: school ?? null, date, repaired: differences.length };
  events.publish('attendance.reconciled', event, options);
  return { date, differences: differences.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** Sorts as its parts do: NUL comes before everything. */
function keyOf({ schoolId, session, status }: CountDifference): string {
  return [schoolId, session, status].join('\0');
}
