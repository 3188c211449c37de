import type { PoolReading } from '../ports/observable-repository.js';
import type { CommandReadings } from './command-meter.js';
import type { OperationReadings } from './statement-meter.js';

/** Single marks on their way into shared statements. */
export interface BatchingReadings {
  /** Marks that wait for a statement. */
  readonly queued: number;
  /** Statements under way. */
  readonly inFlight: number;
  /** Statements sent since attendance was created. */
  readonly batches: number;
  /** Marks that they carried. A mark that is tried again in a smaller statement counts in each. */
  readonly marks: number;
  readonly largestBatch: number;
}

/** Readings: counts since attendance was created, durations of the last 512. */
export interface Readings {
  readonly commands: CommandReadings;
  /**
   * Statements by operation. Statements of others who share the repository count too. Empty where the repository
   * reports nothing.
   */
  readonly statements: OperationReadings;
  /**
   * The cost of the average call that was not refused, worker and `health` left out; `null` before the first. Each part
   * of a statement that is split is a statement of its own.
   */
  readonly perCommand: { readonly statements: number; readonly roundTrips: number } | null;
  /** `null` where single marks are not combined. */
  readonly batching: BatchingReadings | null;
  /** The pool as it is now, `null` where the repository has none to look at, or fails to. */
  readonly pool: PoolReading | null;
  /** Commands that were let through because the rate limiter, or its key, failed. */
  readonly rateLimiterFailures: number;
}
