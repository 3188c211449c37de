import type { Claim, ClaimRequest } from '../../../src/index.js';
import type { MemoryState } from '../memory-state.js';
import type { RosterIndex } from '../roster-index.js';
import { findCandidates } from './candidates.js';
import { toDeadLetter } from './dead-letters.js';
import { decideDelivery } from './decide-delivery.js';
import { dueAt, isSuspect } from './delivery-row.js';
import { toClaimed } from './to-claimed.js';

/** Leases deliveries that are due. See `NotificationOutbox.claim`. */
export function claim(state: MemoryState, roster: RosterIndex, request: ClaimRequest): Claim {
  const hasSuspects = findsSuspects(state, request);
  const { rows, after, isCut } = findCandidates(state, roster, request);
  const decided = rows.map((before) => ({ before, row: decideDelivery(state, roster, before, request) }));
  const claimed = decided.filter(({ row }) => row.state === 'pending');
  const result = {
    deliveries: claimed.flatMap(({ row, before }) => toClaimed(roster, row, request, before.changes === null)),
    dead: decided.flatMap(({ row }) => (row.state === 'dead' ? toDeadLetter(row) : [])),
    dropped: decided.filter(({ row }) => row.state === 'dropped').length,
    after,
    hasMore: isCut || after !== null,
    hasSuspects,
  };
  for (const { row } of decided) state.deliveries.put(row);
  return result;
}

function findsSuspects({ deliveries }: MemoryState, { now, jobId }: ClaimRequest): boolean {
  const suspects = [...deliveries.leased()].filter((row) => isSuspect(row, now));
  if (jobId === undefined) return suspects.length > 0;
  return suspects.some((suspect) =>
    deliveries
      .inThread(suspect)
      .some((row) => row.jobId === jobId && row.state === 'pending' && dueAt(row) <= now.getTime()),
  );
}
