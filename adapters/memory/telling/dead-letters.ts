import type { DeadLetter, DeadLettersRequest, RetryDeadLetterRequest } from '../../../src/index.js';
import { compareTexts, isKnownDelivery, kindOf } from '../../../src/rules/index.js';
import { type DeliveryRow, deliveryId } from '../store/delivery-row.js';
import type { MemoryState } from '../store/memory-state.js';

/** Dead letters, the one that died last first. */
export function listDeadLetters(
  { deliveries }: MemoryState,
  { schoolId, reason, limit }: DeadLettersRequest,
): DeadLetter[] {
  const dead = [...deliveries.all()]
    .map(({ row }) => row)
    .filter((row) => row.state === 'dead' && isKnownDelivery(row))
    .filter((row) => row.schoolId === (schoolId ?? row.schoolId) && row.reason === (reason ?? row.reason));
  return dead.sort(compareDeath).slice(0, limit).flatMap(toDeadLetter);
}

/** Makes a dead letter due again; `false` when there is no such one. */
export function retryDeadLetter({ deliveries }: MemoryState, { id, now }: RetryDeadLetterRequest): boolean {
  const row = deliveries.find(id);
  if (row?.state !== 'dead' || !isKnownDelivery(row)) return false;
  deliveries.put({ ...row, state: 'pending', reason: null, attempt: 0, settledAt: null, runAt: new Date(now) });
  return true;
}

/** The dead letter of a row; none of one that is not dead. */
export function toDeadLetter(row: DeliveryRow): DeadLetter[] {
  const { schoolId, guardianId, date, changes, attempt, reason, settledAt } = row;
  const [first] = changes ?? [];
  if (row.state !== 'dead' || !changes || !first || reason === null || settledAt === null) return [];
  return [
    {
      id: deliveryId(row),
      schoolId,
      guardianId,
      childIds: [...new Set(changes.map(({ childId }) => childId))],
      date,
      session: first.session,
      kind: kindOf(changes),
      attempts: attempt,
      reason,
      diedAt: new Date(settledAt),
    },
  ];
}

function compareDeath(a: DeliveryRow, b: DeliveryRow): number {
  const [diedA, diedB] = [a, b].map(({ settledAt }) => settledAt?.getTime() ?? 0);
  return (diedB ?? 0) - (diedA ?? 0) || compareTexts(a.jobId, b.jobId) || a.number - b.number;
}
