import type { BatchingOptions } from '../batching/batching-options.js';
import type { StatusDefinitions } from '../domain/status.js';
import type { Limits } from '../input/limits.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { NotificationQueue } from '../ports/notification-queue.js';
import type { Notifier } from '../ports/notifier.js';
import type { RateLimiter, RateLimitKey } from '../ports/rate-limiter.js';
import type { NotificationOptions } from '../telling/notification-options.js';

/** The parts that a host plugs in. Only the repository has no default. */
export interface AttendanceOptions<Status extends string, Session extends string, Transaction> {
  readonly repository: AttendanceRepository<Transaction>;
  /** Default `defaultStatuses`; see `defineStatuses`. */
  readonly statuses?: StatusDefinitions<Status>;
  /**
   * Parts of the day that are marked apart, at least one. A command without a session means the first. Default
   * `['day']`.
   */
  readonly sessions?: readonly [Session, ...Session[]];
  /** Tells guardians. With one, marks write notification jobs. */
  readonly notifier?: Notifier;
  /** The host's own job queue: with one, marks write notification jobs, and `start` and `drain` hand them to it. */
  readonly queue?: NotificationQueue;
  readonly notifications?: NotificationOptions<NoInfer<Status>>;
  readonly limits?: Partial<Limits>;
  /**
   * Makes single marks of concurrent callers share statements; `false` gives each mark a statement of its own. Bulks
   * always have.
   */
  readonly batching?: BatchingOptions | false;
  /** Default the machine's clock. */
  readonly clock?: Clock;
  /** Limits marks, bulks and clears, by the keys of `rateLimitKey`. Default unlimited. */
  readonly rateLimiter?: RateLimiter;
  /**
   * Names the key whose points a command takes: a string, no promise. A command whose key throws is let through, with
   * `rateLimiter.failed`. Given with `rateLimiter`, and only with it.
   */
  readonly rateLimitKey?: RateLimitKey;
  /** The longest a command waits for the rate limiter, in milliseconds; then it is let through. Default 500. */
  readonly rateLimitTimeoutMs?: number;
  /** A statement that takes longer than so many milliseconds is slow: see the event `statement.slow`. Default 500. */
  readonly slowStatementMs?: number;
  /** Makes the ids of notification jobs, uuids. Default random ones that begin with the time (version 7). */
  readonly ids?: () => string;
  /** Default silent. */
  readonly logger?: Logger;
}
