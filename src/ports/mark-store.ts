import type { Mark } from '../domain/marks/mark.js';
import type { AcceptedOutcome, RejectionCode } from '../domain/outcome.js';
import type { AttendanceRecord } from '../domain/record.js';
import type { CallOptions } from './call-options.js';

/** Settings of a host that go with every request to record marks. */
export interface RecordingSettings {
  /** Days back from the school's today that may still be edited; 0 is today only, `null` is unlimited. */
  readonly editableDays: number | null;
  /** Days back from the school's today whose changes are written into jobs, to correct guardians who were told. */
  readonly correctDays: number;
}

/** Marks to record together. */
export interface RecordMarksRequest extends RecordingSettings {
  /** Pins every mark to one school. A mark's own `schoolId` is then ignored. */
  readonly schoolId?: string;
  readonly marks: readonly Mark[];
  /** Leaves children alone who have a status (`kept`). */
  readonly onlyUnmarked: boolean;
  /** Records nothing when one mark is rejected. The other marks then come back rejected with `bulk_rejected`. */
  readonly allOrNothing: boolean;
  /** The clock's now. The store takes `recordedAt` and each school's today from it. */
  readonly now: Date;
  /**
   * Ids for notification jobs, at least one a school. The store chooses which school gets which. Empty writes no job.
   */
  readonly jobIds: readonly string[];
  /** `outcomes` leaves the records out of the results. */
  readonly returning: 'records' | 'outcomes';
  /**
   * Says that an earlier try with the same `now` may have been recorded. This try then changes nothing, also after
   * somebody else's later correction. A store that ignores it lets such a mark count again as the latest. Default
   * false.
   */
  readonly mayBeRecorded?: boolean;
  /**
   * The longest to wait for a lock, in milliseconds. After that nothing is recorded, and the call rejects with
   * `repository_unavailable` (`timeout`) without another try. Does not hold in a host's transaction.
   * Default: as long as any call may take.
   */
  readonly maxLockWaitMs?: number;
}

/** The result of one mark. */
export type MarkResult =
  | {
      readonly outcome: AcceptedOutcome;
      readonly schoolId: string;
      readonly childId: string;
      readonly date: string;
      readonly session: string;
      readonly previousStatus: string | null;
      /** The record after the mark. Left out with `returning: 'outcomes'`. */
      readonly record?: AttendanceRecord;
    }
  | {
      readonly outcome: 'rejected';
      readonly childId: string;
      readonly code: RejectionCode;
      /** `null` when the school, and so its day, is not known. */
      readonly date: string | null;
      readonly session: string;
    };

/** Records marks. */
export interface MarkStore<Transaction = unknown> {
  /**
   * Records marks: records, revisions, daily counts and notification jobs, all of it or nothing (atomic). Each of
   * several concurrent callers on one record sees what the caller before left. So counts move by what really changed,
   * and a repeated mark changes nothing. No order of arrival and no overlap of bulks fails with a deadlock.
   * @returns One result a mark, in the order of the marks; an empty array for no marks. An unknown school or child is a
   *          result with its code, never an error.
   * @throws {AttendanceError} `invalid_command` when two marks are of the same child, day and session. The path
   *          is `marks.<index>` of the later one. Nothing is recorded then.
   */
  recordMarks(request: RecordMarksRequest, options?: CallOptions<Transaction>): Promise<readonly MarkResult[]>;
}
