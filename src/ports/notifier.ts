import type { Notification } from '../domain/telling/notification.js';

/** Details of one attempt at a notification. */
export interface NotifyContext {
  /** The same for every attempt at one notification: pass it on to a provider that drops duplicates. */
  readonly idempotencyKey: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the attempt has run out of time, or the worker stops. */
  readonly signal: AbortSignal;
}

/** The answer of a notifier. */
export interface NotifyResult {
  /**
   * True when the message was left out on purpose. Such a message counts as never said, unless an earlier attempt may
   * have arrived. A drain counts the message as `dropped`. Default false.
   */
  readonly skipped?: boolean;
}

/** Tells a guardian; the host's own push, mail or SMS. */
export interface Notifier {
  /**
   * Resolves once the message is handed over, or with `{ skipped: true }` when it was left out on purpose. A rejection
   * is an attempt that failed: it is tried again later, unless the error says otherwise (see `NotifierError`).
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a notifier that answers nothing is the usual one
  notify(notification: Notification, context: NotifyContext): Promise<NotifyResult | void>;
}

/** Advice of a notifier about a failure. Any error with these properties says it, whatever its class. */
export interface NotifierErrorAdvice {
  /** True if no further attempt can succeed, as with a number that does not exist. Default false. */
  readonly permanent?: boolean;
  /** The time to wait before the next attempt, in milliseconds, as a provider's `Retry-After` asks; at most a week. */
  readonly retryAfterMs?: number;
}

/** An error for notifiers to reject with, where they know more than that it failed. */
export class NotifierError extends Error implements NotifierErrorAdvice {
  override readonly name = 'NotifierError';
  readonly permanent: boolean;
  readonly retryAfterMs?: number;

  constructor(
    message: string,
    { permanent = false, retryAfterMs, ...options }: NotifierErrorAdvice & ErrorOptions = {},
  ) {
    super(message, options);
    this.permanent = permanent;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}
