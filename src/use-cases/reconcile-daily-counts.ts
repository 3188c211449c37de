import type { CountDifference, Reconciliation } from '../domain/reconciliation.js';
import type { CallOptions } from '../ports/attendance-repository.js';
import type { UseCaseContext } from './context.js';
import { parseCommand } from './parse-command.js';
import { toCanonicalId } from './to-mark.js';

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
  return { date, differences: [...differences].sort(byCounter) };
}

function byCounter(a: CountDifference, b: CountDifference): number {
  return compare(a.schoolId, b.schoolId) || compare(a.session, b.session) || compare(a.status, b.status);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
