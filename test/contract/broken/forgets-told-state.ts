import { breakOutbox } from './break-repository.ts';

const never = new Date('9999-12-30T00:00:00Z');

/** Forgets what was told: deletes a delivery once it is settled. */
export const forgetsToldState = breakOutbox((memory) => ({
  settle: async (request) => {
    const accepted = await memory.outbox.settle(request);
    await memory.purge({ now: never, correctDays: 0, deliveriesBefore: never, limit: Number.MAX_SAFE_INTEGER });
    return accepted;
  },
}));
