import type { Mark } from '../domain/marks/mark.js';
import type { CallOptions } from '../ports/call-options.js';
import type { RateLimitedCommand, RateLimiter, RateLimitKey } from '../ports/rate-limiter.js';

/** A command that may be limited. */
export interface LimitedCommand extends Pick<RateLimitedCommand, 'kind'> {
  readonly by: Pick<Mark, 'schoolId' | 'markedBy'>;
  readonly marks: readonly Pick<Mark, 'childId'>[];
}

/**
 * Takes a command's points. Commands of one key go on in the order in which they came.
 * @throws {AttendanceError} `rate_limited` when the limiter refuses, `aborted` when the signal is while the limiter is
 *         asked.
 */
export type LimitRate = (command: LimitedCommand, options: CallOptions) => Promise<void>;

/** The host's limiter, and how to ask it. */
export interface RateLimitSettings {
  readonly limiter: RateLimiter;
  readonly keyOf: RateLimitKey;
  /** The longest to wait for the limiter, in milliseconds. */
  readonly timeoutMs: number;
}
