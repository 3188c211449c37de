import type { Settlement } from 'rollbook';
import { breakOutbox } from './break-repository.ts';

/** Ignores lease tokens: whoever says what became of a delivery is believed, as long as anybody holds it. */
export const ignoresLeaseToken = breakOutbox((memory) => ({
  settle: ({ settlements, now }) => {
    const { deliveries } = memory.tables();
    const believe = (settlement: Settlement): Settlement => {
      const { id } = settlement.lease;
      const held = deliveries.find(({ jobId, number }) => id.startsWith(`${jobId}-${number}`));
      return { ...settlement, lease: { id, token: held?.leaseToken ?? settlement.lease.token } };
    };
    return memory.outbox.settle({ settlements: settlements.map(believe), now });
  },
}));
