import type { ClaimedDelivery } from 'rollbook';
import { breakOutbox } from './break-repository.ts';

/** Counts no attempt: each one is the first, and none is ever the last. */
export const countsNoAttempt = breakOutbox((memory) => ({
  claim: async (request) => {
    const claim = await memory.outbox.claim({ ...request, maxAttempts: Number.MAX_SAFE_INTEGER });
    const asFirst = (delivery: ClaimedDelivery) => ({ ...delivery, attempt: 1 });
    return { ...claim, deliveries: claim.deliveries.map(asFirst) };
  },
}));
