import { deepEqual } from 'node:assert/strict';
import PQueue from 'p-queue';
import type { Claim, ClaimRequest, Notification, NotificationOutbox } from 'rollbook';
import type { Ledger, Truth } from './ledger.ts';

/** Looks up how everything stands. */
export type LookUp = (notifications: readonly Notification[]) => Promise<Truth>;

/** An outbox whose claims and settlements are followed. */
export function watchOutbox(outbox: NotificationOutbox, ledger: Ledger, lookUp: LookUp): NotificationOutbox {
  const turns = createTurns();
  const follow = async (request: ClaimRequest) => {
    const claim = await outbox.claim(request);
    ledger.onClaim(request, claim, await lookUp(claim.deliveries.map(({ notification }) => notification)));
    if (request.suspects && claim.dropped > 0) await forgetDropped(outbox, ledger);
    return claim;
  };
  return {
    fanOut: (request) => outbox.fanOut(request),
    claim: (request) => (request.suspects ? turns.alone : turns.together)(() => follow(request)),
    renew: async (request) => {
      const expected = ledger.onRenew(request.leases, request.now.getTime() + request.leaseMs);
      const kept = await outbox.renew(request);
      deepEqual(kept.toSorted(), expected.toSorted());
      return kept;
    },
    settle: async (request) => {
      const expected = ledger.onSettle(request.settlements);
      const accepted = await outbox.settle(request);
      deepEqual(accepted.toSorted(), expected.toSorted());
      return accepted;
    },
    takeJobs: (request) => outbox.takeJobs(request),
    returnJobs: (request) => outbox.returnJobs(request),
    closeJob: (jobId) => outbox.closeJob(jobId),
    deadLetters: (query) => outbox.deadLetters(query),
    retryDeadLetter: async (query) => {
      const isThere = await outbox.retryDeadLetter(query);
      if (isThere) ledger.onRetry(query.id);
      return isThere;
    },
    stats: (query) => outbox.stats(query),
  };
}

/**
 * Ordinary claims run beside each other, and one of suspects while there is no other: what it dropped could not be told
 * from what another claim is about to report.
 */
function createTurns() {
  const ordinary = new PQueue();
  const suspects = new PQueue({ concurrency: 1 });
  return {
    together: (claim: () => Promise<Claim>) => ordinary.add(claim),
    alone: (claim: () => Promise<Claim>) =>
      suspects.add(async () => {
        ordinary.pause();
        await ordinary.onPendingZero();
        return claim().finally(() => ordinary.start());
      }),
  };
}

/**
 * Has the ledger forget what nobody holds any more: a claim doesn't say what it dropped. Who prolongs a lease until
 * when it ends anyway changes nothing, and learns whether it is still there.
 */
export async function forgetDropped(outbox: NotificationOutbox, ledger: Ledger): Promise<void> {
  for (const { lease, until } of ledger.held) {
    const kept = await outbox.renew({ leases: [lease], now: new Date(until), leaseMs: 0 });
    if (kept.length === 0) ledger.onDrop(lease.id);
  }
}
