import type { NotificationStats } from '../../../src/index.js';
import { dueAt, isKnownDelivery, isKnownType } from '../../../src/rules/index.js';
import type { DeliveryRow } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';

type Waiting = 'leased' | 'ready' | 'scheduled';

/** Counts what is waiting. */
export function readStats({ deliveries, jobs }: MemoryState, now: Date): NotificationStats {
  const rows = [...deliveries.all()].map(({ row }) => row);
  const allPending = rows.filter(({ state }) => state === 'pending');
  const pending = allPending.filter(isKnownDelivery);
  const allNew = [...jobs.values()].filter(({ fannedOutAt }) => fannedOutAt === null);
  const newJobs = allNew.filter(({ subjectType }) => isKnownType(subjectType));
  const waiting = { leased: 0, ready: 0, scheduled: 0 };
  for (const row of pending) waiting[howItWaits(row, now)] += 1;
  return {
    ...waiting,
    jobs: newJobs.length,
    dead: rows.filter((row) => row.state === 'dead' && isKnownDelivery(row)).length,
    unknown: allPending.length - pending.length + (allNew.length - newJobs.length),
    oldestAgeMs: oldestAge([...pending, ...newJobs], now),
  };
}

function howItWaits(row: DeliveryRow, now: Date): Waiting {
  if (row.leaseUntil !== null && row.leaseUntil > now) return 'leased';
  return dueAt(row) <= now.getTime() ? 'ready' : 'scheduled';
}

/** Clocks of several processes differ: what seems to come from the future is new. */
function oldestAge(waiting: readonly { readonly createdAt: Date }[], now: Date): number | null {
  if (waiting.length === 0) return null;
  const oldest = waiting.reduce(
    (least, { createdAt }) => Math.min(least, createdAt.getTime()),
    Number.POSITIVE_INFINITY,
  );
  return Math.max(0, now.getTime() - oldest);
}
