import type { AttendanceRecord } from '../../../src/index.js';
import { findTold, type Subject, type Told } from '../../../src/rules/index.js';
import type { GuardianDay } from '../store/deliveries.js';
import type { DeliveryRow } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';

/** Finds the record of a child on the day and in the session; `undefined` when there is none. */
export function recordOf(
  { days }: MemoryState,
  { schoolId, date }: Pick<GuardianDay, 'schoolId' | 'date'>,
  { childId, subjectKey: session }: Subject,
): AttendanceRecord | undefined {
  return days.find({ schoolId, date, session })?.children.get(childId)?.record;
}

/**
 * Finds the last thing that a guardian was told, or possibly told, of a child and session.
 * @param own  The delivery that is decided on, if there is one yet.
 * @returns    `undefined` when nothing was told, or when it was withdrawn and the withdrawal has arrived.
 */
export function toldOf(
  { deliveries }: MemoryState,
  day: GuardianDay,
  { childId, subjectKey }: Subject,
  own?: DeliveryRow,
): Told | undefined {
  const sayings = deliveries.ofDay(day).flatMap((row) => {
    const change = row.changes?.find((about) => about.childId === childId && about.session === subjectKey);
    if (!change) return [];
    const { status, previousStatus } = change;
    const { toldOrder, state } = row;
    return [{ status, previousStatus, toldOrder, hasArrived: state === 'delivered', isOwn: row === own }];
  });
  return findTold(sayings);
}
