import type { ErasedChild } from '../domain/retention/erasing.js';
import type { CallOptions } from './call-options.js';

/** Says what to delete, and which stretch of the store to look at. */
export interface PurgeRequest {
  readonly deliveriesBefore?: Date;
  readonly revisionsBefore?: Date;
  readonly now: Date;
  /** Keeps deliveries of a day younger than two days more than this, however they ended: they say what was told. */
  readonly correctDays: number;
  /** Where the stretch begins. Default: the first row. */
  readonly after?: string;
  /** Rows to look at in each table, at most. */
  readonly limit: number;
}

/** The rows deleted of one stretch. */
export interface PurgeResult {
  readonly deliveries: number;
  readonly revisions: number;
  /** Where the next stretch begins; `null` when this was the last. */
  readonly next: string | null;
}

/** The child to erase. */
export interface EraseChildRequest {
  readonly schoolId: string;
  readonly childId: string;
}

/** Deletes what is old, and children. */
export interface RetentionStore<Transaction = unknown> {
  /**
   * Deletes what is older, of one stretch of the store: revisions, by when they were recorded, and settled deliveries,
   * by when they were settled. Keeps deliveries that are not settled, and those of days that are still corrected (see
   * `correctDays`).
   * @returns How many rows were deleted, and where the next stretch begins.
   */
  purge(request: PurgeRequest, options?: CallOptions<Transaction>): Promise<PurgeResult>;

  /**
   * Deletes everything that is stored of one child: records, revisions, and its part of jobs and deliveries. Counts
   * move with the records (atomic). The roster stays as it is.
   * @returns How many rows were deleted; zeros when nothing was stored.
   * @throws {AttendanceError} `school_not_found`; `child_not_found` as `getHistory`.
   */
  eraseChild(request: EraseChildRequest, options?: CallOptions<Transaction>): Promise<ErasedChild>;
}
