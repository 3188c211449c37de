import type { CountDifference, Reconciliation } from '../../domain/registers/reconciliation.js';
import { parseCommand } from '../../input/parse-command.js';
import type { CallOptions } from '../../ports/call-options.js';
import type { UseCaseContext } from '../context.js';
import { toCanonicalId } from '../marks/to-mark.js';

/** Makes counts equal records. See `Attendance.reconcileDailyCounts`. */
export async function reconcileDailyCounts(
  context: UseCaseContext,
  query: unknown,
  options: CallOptions,
): Promise<Reconciliation> {
  const { schoolId, date } = parseCommand(context.schemas.reconcileDailyCounts, query);
  const school = schoolId === undefined ? undefined : toCanonicalId(context.repository, schoolId, 'schoolId');
  const differences = await context.repository.reconcileDailyCounts(
    { date, ...(school !== undefined && { schoolId: school }) },
    options,
  );
  const event = { schoolId: school ?? null, date, repaired: differences.length };
  context.events.publish('attendance.reconciled', event, options);
  return { date, differences: differences.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

/** Sorts as its parts do: NUL comes before everything. */
function keyOf({ schoolId, session, status }: CountDifference): string {
  return [schoolId, session, status].join('\0');
}
