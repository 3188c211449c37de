import type { Notification } from '../domain/notification.js';

/** How a notification is to be sent. */
export interface NotifyContext {
  /** The same for every attempt at one notification: pass it on to a provider that drops duplicates. */
  readonly idempotencyKey: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the attempt has run out of time. */
  readonly signal: AbortSignal;
}

/** Tells a guardian; the host's own push, mail or SMS. */
export interface Notifier {
  /** Resolves once the message is handed over; a rejection is an attempt that failed. */
  notify(notification: Notification, context: NotifyContext): Promise<void>;
}
