import * as z from 'zod';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { BatchSettings } from './batch.js';

/** Options of combining single marks into statements. All options have defaults. */
export interface BatchingOptions {
  /** Marks in one statement. 1 to 5,000. Default 500. */
  readonly maxBatchSize?: number;
  /**
   * The most statements with single marks under way at a time, each of which takes a connection. 1 to 100. Default 4.
   */
  readonly maxInFlight?: number;
  /** Marks that wait for a statement; one more is refused with `overloaded`. 1 to 1,000,000. Default 10,000. */
  readonly maxQueued?: number;
}

/** The options with their defaults filled in. */
export type BatchingSettings = Required<BatchingOptions>;

const number = (most: number) => z.number().int().min(1).max(most);

/** The options, with their defaults; `false` sends each mark in a statement of its own. */
export const batchingOptions = z
  .union([
    z.strictObject({
      maxBatchSize: number(5_000).default(500),
      maxInFlight: number(100).default(4),
      maxQueued: number(1_000_000).default(10_000),
    }),
    z.literal(false),
  ])
  .prefault({});

/** The parts that a batcher works with. */
export interface BatcherParts extends BatchSettings {
  /**
   * A repository that doesn't say if ids are global counts as having global ones: marks of one id wait for each other.
   */
  readonly repository: Pick<AttendanceRepository, 'recordMarks'> &
    Partial<Pick<AttendanceRepository, 'childIdsAreGlobal'>>;
  readonly settings: BatchingSettings;
  /** The longest that a mark may take, waiting included, in milliseconds. Default: as long as the store takes. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly elapsedMs?: () => number;
  /** Runs a task once callers who were just answered have come back. Default: in the next turn of the event loop. */
  readonly nextTurn?: (task: () => void) => void;
}

/** The readings of a batcher. */
export interface BatcherReadings {
  /** Marks that wait for a statement. */
  readonly queued: number;
  /** Statements under way. */
  readonly inFlight: number;
  /** Statements sent. */
  readonly batches: number;
  /** Marks that they carried. */
  readonly marks: number;
  readonly largestBatch: number;
}
