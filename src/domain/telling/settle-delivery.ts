import type { Settlement } from './delivery.js';

/** The fate of a delivery once its worker has said what came of it. Nobody holds it any more. */
export interface SettledDelivery {
  readonly state: 'pending' | 'delivered' | 'dropped' | 'dead';
  /** Why it is dead; else `null`. */
  readonly reason: 'refused' | 'failed' | null;
  readonly attempt: number;
  /** When it is due again; `null`: as it was. */
  readonly runAt: Date | null;
  readonly settledAt: Date | null;
  /** True when its content and `toldOrder` are forgotten, since nothing of it was ever said. */
  readonly isUnsaid: boolean;
}

/**
 * Settles a delivery that is still held. A delivery that is released or skipped was possibly told, unless nothing of
 * its content was ever sent. Content that was never sent counts as never said, and what follows is worded without it.
 * @param attempt  The attempt that was made, as counted by the claim.
 */
export function settleDelivery(attempt: number, settlement: Settlement, now: Date): SettledDelivery {
  const ended = { reason: null, attempt, runAt: null, settledAt: now, isUnsaid: false } as const;
  switch (settlement.outcome) {
    case 'delivered':
      return { ...ended, state: 'delivered' };
    case 'skipped':
      return { ...ended, state: 'dropped', isUnsaid: settlement.isUnsent };
    case 'dead':
      return { ...ended, state: 'dead', reason: settlement.reason };
    case 'failed':
      return { ...ended, state: 'pending', runAt: settlement.runAt, settledAt: null };
    case 'released':
      return {
        ...ended,
        state: 'pending',
        attempt: attempt - 1,
        runAt: now,
        settledAt: null,
        isUnsaid: settlement.isUnsent,
      };
    default:
      return settlement satisfies never;
  }
}
