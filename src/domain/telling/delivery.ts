import type { Notification, NotificationKind } from './notification.js';

/** Why a delivery was given up: its notifier said so, every attempt failed, or every attempt ended with its worker. */
export type DeadReason = 'refused' | 'failed' | 'crashed';

/** A delivery that was given up. Holds ids only. */
export interface DeadLetter {
  /** The notification's id and idempotency key; what `retryDeadLetter` takes. */
  readonly id: string;
  readonly schoolId: string;
  readonly guardianId: string;
  /** Each child once. */
  readonly childIds: readonly string[];
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  /** The session of the first change; the message may have told of others too. */
  readonly session: string;
  readonly kind: NotificationKind;
  readonly attempts: number;
  readonly reason: DeadReason;
  readonly diedAt: Date;
}

/** Counts what is waiting to be told. */
export interface NotificationStats {
  /** Jobs that have not become deliveries yet. */
  readonly jobs: number;
  /** Deliveries that wait for a time still to come. */
  readonly scheduled: number;
  /** Deliveries that could be sent now, those whose lease has run out among them. */
  readonly ready: number;
  /** Deliveries that a worker holds. */
  readonly leased: number;
  /** Dead letters. */
  readonly dead: number;
  /** Jobs and deliveries that are not settled, of a kind that only a newer release knows; counted nowhere else. */
  readonly unknown: number;
  /** Age of the oldest job or delivery that is not settled, in milliseconds; `null` when there is none. */
  readonly oldestAgeMs: number | null;
}

/** A worker's hold on a delivery: only the holder of the token may say what became of it. */
export interface Lease {
  /** The notification's id. */
  readonly id: string;
  readonly token: string;
}

/** A delivery that a worker holds, with names and contacts as the roster has them now. */
export interface ClaimedDelivery {
  readonly lease: Lease;
  /** 1 for the first attempt with this content; this one is counted. */
  readonly attempt: number;
  /**
   * True if nothing of the delivery was attempted before this claim. Such a delivery may still be dropped when it is
   * handed back unsent.
   */
  readonly isFirst: boolean;
  readonly notification: Notification;
}

/** The result of an attempt at a delivery that a worker held. */
export type Settlement = { readonly lease: Lease } & (
  | { readonly outcome: 'delivered' }
  /**
   * Left out by the notifier on purpose. `isUnsent` when nothing of its content was ever sent, as after no earlier
   * attempt.
   */
  | { readonly outcome: 'skipped'; readonly isUnsent: boolean }
  /** Failed; to be tried again at `runAt`. */
  | { readonly outcome: 'failed'; readonly runAt: Date }
  | { readonly outcome: 'dead'; readonly reason: 'refused' | 'failed' }
  /** Handed back: the attempt is not counted. `isUnsent` when nothing of its content was ever sent. */
  | { readonly outcome: 'released'; readonly isUnsent: boolean }
);
