import * as z from 'zod';

/** How single marks are combined into statements. All of it has defaults. */
export interface BatchingOptions {
  /** Marks in one statement. 1 to 5,000. Default 500. */
  readonly maxBatchSize?: number;
  /** Statements with single marks under way at a time, each of which takes a connection. 1 to 100. Default 4. */
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
