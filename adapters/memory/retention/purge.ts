import { AttendanceError, type PurgeRequest, type PurgeResult } from '../../../src/index.js';
import { lastDayToPurge } from '../../../src/rules/index.js';
import type { DeliveryRow } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';
import type { RevisionRow } from '../store/school-days.js';

/** Rows are numbered through as they are written: those after one number, up to another. */
interface Stretch {
  readonly after: number;
  readonly until: number;
}

/**
 * Deletes what is old of the next rows of each table.
 * @throws {AttendanceError} `invalid_command` when `after` is not what a purge has answered.
 */
export function purge(state: MemoryState, request: PurgeRequest): PurgeResult {
  const after = parsePosition(request.after ?? '0');
  const stretch = { after, until: after + request.limit };
  return {
    deliveries: purgeDeliveries(state, request, stretch),
    revisions: purgeRevisions(state, request, stretch),
    next: stretch.until < lastPlace(state, request) ? String(stretch.until) : null,
  };
}

function purgeDeliveries(
  { deliveries }: MemoryState,
  { deliveriesBefore, now, correctDays }: PurgeRequest,
  stretch: Stretch,
): number {
  if (!deliveriesBefore) return 0;
  const lastDay = lastDayToPurge(now, correctDays);
  const isOld = ({ state, settledAt, date }: DeliveryRow) =>
    state !== 'pending' && settledAt !== null && settledAt < deliveriesBefore && date <= lastDay;
  const old = [...deliveries.all()].filter(({ row, place }) => isIn(stretch, place) && isOld(row));
  for (const { row } of old) deliveries.delete(row);
  return old.length;
}

function purgeRevisions({ days }: MemoryState, { revisionsBefore }: PurgeRequest, stretch: Stretch): number {
  if (!revisionsBefore) return 0;
  const isOld = ({ place, recordedAt }: RevisionRow) => isIn(stretch, place) && recordedAt < revisionsBefore;
  let purged = 0;
  for (const { children } of days.all()) {
    for (const rows of children.values()) {
      const kept = rows.revisions.filter((row) => !isOld(row));
      purged += rows.revisions.length - kept.length;
      rows.revisions = kept;
    }
  }
  return purged;
}

function isIn({ after, until }: Stretch, place: number): boolean {
  return place > after && place <= until;
}

function lastPlace(
  { deliveries, lastRevisionPlace }: MemoryState,
  { deliveriesBefore, revisionsBefore }: PurgeRequest,
): number {
  return Math.max(deliveriesBefore ? deliveries.lastPlace : 0, revisionsBefore ? lastRevisionPlace : 0);
}

function parsePosition(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = 'is not where a purge left off';
  throw new AttendanceError('invalid_command', `invalid command: after: ${message}`, {
    issues: [{ path: 'after', message }],
  });
}
