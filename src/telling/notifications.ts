import type { DeadLetter, DeadReason, NotificationStats } from '../domain/telling/delivery.js';

/** Counts the results of deliveries. */
export interface DeliveryTally {
  /** Handed to the notifier, which took them. */
  readonly delivered: number;
  /** Attempts that failed and will be made again. */
  readonly failed: number;
  /** Given up; see `deadLetters`. */
  readonly dead: number;
  /** Not sent, since there was nothing to tell any more, or since the notifier left it out on purpose. */
  readonly dropped: number;
  /** Jobs handed to the host's queue. */
  readonly queued: number;
}

/**
 * Telling guardians: at least once to the notifier, with a stable idempotency key, and never lost once the mark is
 * committed. A duplicate comes only if a worker dies or loses its lease between send and acknowledgement. An attempt
 * that runs out of time has failed, whether the message arrived or not: the next one has the same key. Nothing happens
 * before `start`, `drain` or `process`.
 */
export interface Notifications {
  /**
   * Delivers from now on, or hands jobs to the host's queue if there is one, until `stop` or `close`. A mark of this
   * process is seen at once, others' by polling. Keeps a Node process alive. Nothing happens when already started.
   * @throws {AttendanceError} `invalid_options` without a notifier or a queue; `closed`; `schema_outdated` where the
   *          tables do not serve this release; `repository_failed` where a privilege is missing.
   */
  start(): Promise<void>;

  /**
   * Claims nothing more, waits for what is being sent, and hands back what is not, without counting the attempt. Safe
   * to call twice, also when never started. A `drain` or `process` that is going on ends with it. `start` works again
   * afterwards.
   * @param options.graceMs  How long to wait, in milliseconds. Default 10,000. Attempts under way after that time are
   *                         aborted.
   * @throws {AttendanceError} `invalid_command` for a time that is none.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;

  /**
   * Delivers all that is due now, or hands it to the host's queue if there is one, then returns. Failed deliveries that
   * wait for their next attempt are left. Safe beside a started worker, whose sends it waits for, and other drains.
   * @returns What this call delivered; zeros when nothing was due.
   * @throws {AttendanceError} `invalid_options` without a notifier or a queue; `closed`; errors of the store.
   */
  drain(): Promise<DeliveryTally>;

  /**
   * Delivers one job, for the host's own worker. A job that is done, or unknown, is done again: nothing happens.
   * @throws {AttendanceError} `deliveries_outstanding` (retryable) while some of its deliveries are not settled, with
   *         `retryAfterMs`; `invalid_options` without a notifier; `invalid_command` for what is no uuid; `closed`.
   */
  process(jobId: string): Promise<DeliveryTally>;

  /**
   * Deliveries that were given up, the one that died last first.
   * @param query.schoolId  Default: of every school.
   * @param query.reason    Default: for whatever reason.
   * @param query.limit     At most so many, 1 to 1,000. Default 100.
   * @throws {AttendanceError} `invalid_command` for a query that doesn't fit; `closed`; errors of the store.
   */
  deadLetters(query?: {
    readonly schoolId?: string;
    readonly reason?: DeadReason;
    readonly limit?: number;
  }): Promise<readonly DeadLetter[]>;

  /**
   * Makes a dead letter due again, with as many attempts as a new delivery. The idempotency key stays the same while
   * the content is true.
   * @returns Whether there is such a dead letter.
   * @throws {AttendanceError} `invalid_command` for what is no text; `closed`; errors of the store.
   */
  retryDeadLetter(id: string): Promise<boolean>;

  /**
   * Counts what is waiting.
   * @throws {AttendanceError} `closed`; errors of the store.
   */
  stats(): Promise<NotificationStats>;
}
