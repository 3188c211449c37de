import type { Lease, RenewRequest, Settlement, SettleRequest } from '../../../src/index.js';
import { settleDelivery } from '../../../src/rules/index.js';
import { type DeliveryRow, unleased, unsaid } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';

/** Stores what became of deliveries, of those that are still held. See `NotificationOutbox.settle`. */
export function settle(state: MemoryState, { settlements, now }: SettleRequest): string[] {
  return settlements.flatMap((settlement) => {
    const row = findHeld(state, settlement.lease);
    if (!row) return [];
    state.deliveries.put(toSettled(row, settlement, now));
    return [settlement.lease.id];
  });
}

/** Prolongs leases, of those that are still held. See `NotificationOutbox.renew`. */
export function renew(state: MemoryState, { leases, now, leaseMs }: RenewRequest): string[] {
  return leases.flatMap((lease) => {
    const row = findHeld(state, lease);
    if (!row) return [];
    state.deliveries.put({ ...row, leaseUntil: new Date(now.getTime() + leaseMs) });
    return [lease.id];
  });
}

function findHeld({ deliveries }: MemoryState, { id, token }: Lease): DeliveryRow | undefined {
  const row = deliveries.find(id);
  return row?.state === 'pending' && row.leaseToken === token ? row : undefined;
}

function toSettled(row: DeliveryRow, settlement: Settlement, now: Date): DeliveryRow {
  const { runAt, settledAt, isUnsaid, ...settled } = settleDelivery(row.attempt, settlement, now);
  return {
    ...row,
    ...unleased,
    ...settled,
    ...(runAt && { runAt: new Date(runAt) }),
    settledAt: settledAt && new Date(settledAt),
    ...(isUnsaid && unsaid),
  };
}
