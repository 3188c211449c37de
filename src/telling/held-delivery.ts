import type { ClaimedDelivery } from '../domain/telling/delivery.js';
import type { DeliveryEvent } from '../events/events.js';
import type { Round } from './round.js';

/** A delivery from its claim until its result is stored, or its lease is lost. */
export interface HeldDelivery extends ClaimedDelivery {
  readonly round: Round;
  /** What listeners are told, the school among it: taken before a notifier may change the notification. */
  readonly event: DeliveryEvent;
  /** Aborted when the lease is lost, or the worker stops without waiting any longer. */
  readonly ending: AbortController;
  /** By the clock, in milliseconds of the epoch. */
  leaseUntil: number;
}

/** How an attempt ended, before it is known when the next one is due. */
export type Result =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'skipped'; readonly isUnsent: boolean }
  | { readonly outcome: 'failed'; readonly delayMs: number }
  | { readonly outcome: 'dead'; readonly reason: 'refused' | 'failed' }
  | { readonly outcome: 'released'; readonly isUnsent: boolean };
