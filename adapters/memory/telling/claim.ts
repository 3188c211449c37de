import type { Claim, ClaimRequest } from '../../../src/index.js';
import { dueAt, isKnownDelivery, isSuspect, shareThread } from '../../../src/rules/index.js';
import type { RosterIndex } from '../roster/roster-index.js';
import { dayKey } from '../store/deliveries.js';
import type { DeliveryRow } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';
import { findCandidates } from './claim-candidates.js';
import { toDeadLetter } from './dead-letters.js';
import { type DecidedRow, decideRow } from './decide-delivery.js';
import { toClaimed } from './to-claimed.js';

/** Leases deliveries that are due. See `NotificationOutbox.claim`. */
export function claim(state: MemoryState, roster: RosterIndex, request: ClaimRequest): Claim {
  const hasSuspects = findsSuspects(state, request);
  const { rows, after, isCut } = findCandidates(state, roster, request);
  const decided = numberRows(
    state,
    rows.map((before) => decideRow(state, roster, before, request)),
  );
  const claimed = decided.filter(({ row }) => row.state === 'pending');
  const result = {
    deliveries: claimed.flatMap((one) => toClaimed(roster, one, request)),
    dead: decided.flatMap(({ row }) => (row.state === 'dead' ? toDeadLetter(row) : [])),
    dropped: decided.filter(({ row }) => row.state === 'dropped').length,
    after,
    hasMore: isCut || after !== null,
    hasSuspects,
  };
  for (const { row } of decided) state.deliveries.put(row);
  return result;
}

/** Several deliveries of one guardian's day, which are of different threads, get different numbers. */
function numberRows({ deliveries }: MemoryState, decided: readonly DecidedRow[]): DecidedRow[] {
  const last = new Map<string, number>();
  return decided.map((one) => {
    if (!one.takesOrder) return one;
    const toldOrder = 1 + (last.get(dayKey(one.row)) ?? greatestOrder(deliveries.ofDay(one.row)));
    last.set(dayKey(one.row), toldOrder);
    return { ...one, row: { ...one.row, toldOrder } };
  });
}

function greatestOrder(rows: readonly DeliveryRow[]): number {
  return rows.reduce((greatest, { toldOrder }) => Math.max(greatest, toldOrder ?? 0), 0);
}

function findsSuspects({ deliveries }: MemoryState, { now, jobId }: ClaimRequest): boolean {
  const suspects = [...deliveries.leased()].filter((row) => isSuspect(row, now) && isKnownDelivery(row));
  if (jobId === undefined) return suspects.length > 0;
  const isBehind = (row: DeliveryRow, suspect: DeliveryRow) =>
    row.jobId === jobId && dueAt(row) <= now.getTime() && shareThread(row, suspect);
  return suspects.some((suspect) => deliveries.pendingOfDay(suspect).some((row) => isBehind(row, suspect)));
}
