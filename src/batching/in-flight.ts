import type { BatchingSettings } from './batching-options.js';

/** The time that a database works for one mark, in milliseconds. Postgres 15 to 18 took 0.04 to 0.06. */
const msPerMark = 0.05;
/** Growth of the learned time with each statement. A time that has doubled is noticed after 35 statements. */
const drift = 1.02;
/** The least that is learned: without a limit below, the time of one odd statement would hold for ever. */
const leastFixedMs = 0.25;
/** One statement is under way to the database while the database works on the other one. */
const crowded = 2;

/**
 * Learns the part of a statement's time that does not grow with its marks: the way to the database and back, above all.
 * @param fixedMs  The part as it was known before, `Infinity` before the first statement.
 * @param ms       The time of a statement that was answered.
 * @param marks    The marks that the statement carried.
 */
export function learnFixedMs(fixedMs: number, ms: number, marks: number): number {
  // A clock that stood still says nothing.
  if (ms <= 0) return fixedMs;
  return Math.max(leastFixedMs, Math.min(fixedMs * drift, ms - marks * msPerMark));
}

/**
 * Says how many statements may be under way. Two statements are enough once they can carry more work than the way takes
 * time. The database is never idle then, and fewer and larger statements cost less. Else as many as the host allows.
 * @param marks  The marks that wait or are under way.
 */
export function limitInFlight(
  marks: number,
  fixedMs: number,
  { maxBatchSize, maxInFlight }: Pick<BatchingSettings, 'maxBatchSize' | 'maxInFlight'>,
): number {
  const workMs = Math.min(marks, crowded * maxBatchSize) * msPerMark;
  return workMs > fixedMs ? Math.min(crowded, maxInFlight) : maxInFlight;
}
