import type { CountDifference } from '../domain/registers/reconciliation.js';
import type { CallOptions } from './call-options.js';

/** The day to reconcile, of one school or of all on the roster. */
export interface ReconcileDailyCountsRequest {
  readonly schoolId?: string;
  readonly date: string;
}

/** Keeps the daily counts equal to the records. */
export interface CountKeeper<Transaction = unknown> {
  /**
   * Makes the day's counts equal the records, while marks go on (atomic; a mark that runs beside it is counted once).
   * Exactly one of several concurrent callers repairs and reports each difference.
   * @returns The differences that were repaired, in any order; an empty array when all counts were right.
   * @throws {AttendanceError} `school_not_found` when a school is named that doesn't exist.
   */
  reconcileDailyCounts(
    request: ReconcileDailyCountsRequest,
    options?: CallOptions<Transaction>,
  ): Promise<readonly CountDifference[]>;
}
