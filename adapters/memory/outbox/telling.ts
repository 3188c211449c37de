import { decideTelling, type Telling, type Told } from '../../../src/rules/index.js';
import type { MemoryState } from '../memory-state.js';
import type { Thread } from './deliveries.js';
import type { DeliveryRow } from './delivery-row.js';

/** The record of a child on the day and in the session of a thread. */
export function recordOf({ days }: MemoryState, thread: Thread, childId: string) {
  return days.find(thread)?.children.get(childId)?.record;
}

/**
 * What the guardian of a thread was last told of a child, or possibly told.
 * @param own  The delivery that is decided on, if there is one yet.
 * @returns    `undefined` when nothing, or when it was withdrawn and that has arrived.
 */
export function findTold(state: MemoryState, thread: Thread, childId: string, own?: DeliveryRow): Told | undefined {
  const said = state.deliveries.inThread(thread).flatMap((row) => {
    const change = row.changes?.find((about) => about.childId === childId);
    return change ? [{ row, change }] : [];
  });
  const [last] = said.sort((a, b) => (b.row.toldOrder ?? 0) - (a.row.toldOrder ?? 0));
  if (!last) return undefined;
  const { status, previousStatus } = last.change;
  if (status === null && last.row.state === 'delivered') return undefined;
  return { status, previousStatus, isOwn: last.row === own };
}

/** What a delivery that is still to be made would tell of a child; `undefined` when nothing. */
export function findTelling(
  state: MemoryState,
  thread: Thread,
  childId: string,
  silentStatuses: readonly string[],
): Telling | undefined {
  const current = recordOf(state, thread, childId)?.status ?? null;
  return decideTelling(current, findTold(state, thread, childId), silentStatuses);
}
