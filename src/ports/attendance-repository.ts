import type { Mark } from '../domain/marks/mark.js';
import type { AcceptedOutcome, RejectionCode } from '../domain/marks/outcome.js';
import type { AttendanceRecord, Revision } from '../domain/marks/record.js';
import type { CountDifference } from '../domain/registers/reconciliation.js';
import type { RegisterEntry } from '../domain/registers/register.js';
import type { DailyFigures } from '../domain/registers/summary.js';
import type { ErasedChild } from '../domain/retention/erasure.js';
import type { NotificationOutbox } from './notification-outbox.js';

/** Marks to record as one. */
export interface RecordMarksRequest {
  /** Pins every mark to one school; a mark's own `schoolId` is then ignored. */
  readonly schoolId?: string;
  readonly marks: readonly Mark[];
  /** Leaves children alone who have a status (`kept`). */
  readonly onlyUnmarked: boolean;
  /** Records nothing when one mark is rejected; the others then come back rejected with `bulk_rejected`. */
  readonly allOrNothing: boolean;
  /** Days back from the school's today that may still be edited; 0 is today only, `null` is unlimited. */
  readonly editableDays: number | null;
  /** Days back from the school's today whose changes are written into jobs, to correct who was told something else. */
  readonly correctDays: number;
  /** The clock's now: `recordedAt`, and where each school's today comes from. */
  readonly now: Date;
  /**
   * Ids for notification jobs, at least one a school: which one is whose is the store's choice. Empty writes no job.
   */
  readonly jobIds: readonly string[];
  /** `outcomes` leaves the records out of the results. */
  readonly returning: 'records' | 'outcomes';
  /**
   * An earlier try with the same `now` may have been recorded: then this one changes nothing, also after somebody else's
   * later correction. Default false. A store that ignores it lets such a mark count again as the latest.
   */
  readonly mayBeRecorded?: boolean;
  /**
   * The longest to wait for a lock, in milliseconds; then nothing is recorded, and it rejects with
   * `repository_unavailable` (`timeout`) without another try. Default: as long as any call may take. Not in a host's transaction.
   */
  readonly maxLockWaitMs?: number;
}

/** What came of one mark. */
export type MarkResult =
  | {
      readonly outcome: AcceptedOutcome;
      readonly schoolId: string;
      readonly childId: string;
      readonly date: string;
      readonly session: string;
      readonly previousStatus: string | null;
      /** The record after the mark; left out with `returning: 'outcomes'`. */
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

/** How one call is to run. */
export interface CallOptions<Transaction = unknown> {
  /** The host's own transaction: the call joins it, is never retried, and leaves nothing when it rolls back. */
  readonly transaction?: Transaction;
  /** Gives up waiting; what was already sent may still be recorded. */
  readonly signal?: AbortSignal;
}

/** One school's day and session, or one class's part of it. Without a date it is the school's today at `now`. */
export interface DayQuery {
  readonly schoolId: string;
  readonly date?: string;
  readonly session: string;
  /** Only children whose enrolment of that day is in this class. */
  readonly classId?: string;
  readonly now: Date;
}

/** One child's history, between two school days, both included. */
export interface HistoryQuery {
  readonly schoolId: string;
  readonly childId: string;
  readonly from?: string;
  readonly to?: string;
}

/** What is to be deleted, and which stretch of the store to look at. */
export interface PurgeRequest {
  readonly deliveriesBefore?: Date;
  readonly revisionsBefore?: Date;
  readonly now: Date;
  /** Deliveries of a day younger than two days more than this are kept, however they ended: they tell what was told. */
  readonly correctDays: number;
  readonly after?: string;
  readonly limit: number;
}

/** What was deleted of one stretch. */
export interface PurgeResult {
  readonly deliveries: number;
  readonly revisions: number;
  readonly next: string | null;
}

/**
 * Where attendance is kept. All ids that go in are canonical. Every method rejects with `repository_unavailable` when
 * the store cannot be reached or keeps refusing (retryable), with `schema_outdated` when its tables do not serve this
 * release, and with `repository_failed` when it answers with another error that no try will mend. An implementation
 * retries on its own what is safe to retry, outside a host's transaction.
 */
export interface AttendanceRepository<Transaction = unknown> {
  /** Whether a child's id names the same child at every school: only then may a mark leave its school out. */
  readonly childIdsAreGlobal: boolean;

  /**
   * The one spelling of an id that the store compares by: `A0EE…` and `a0ee…` are one uuid, `007` and `7` one bigint.
   * @returns `undefined` when it is no id of the store's type.
   */
  canonicalId(id: string): string | undefined;

  /**
   * Records marks: records, revisions, daily counts and notification jobs, all of it or nothing (atomic).
   * Of concurrent callers on one record each sees what the one before left: counts move by what really changed, a
   * repeated mark changes nothing, and no order of arrival and no overlap of bulks fails with a deadlock.
   * @returns One result a mark, in the order of the marks; an empty array for no marks. An unknown school or child
   *          is a result with its code, never an error.
   * @throws {AttendanceError} `invalid_command` when two marks are of the same child, day and session; its path is
   *         `marks.<index>` of the later one. Nothing is recorded then.
   */
  recordMarks(request: RecordMarksRequest, options?: CallOptions<Transaction>): Promise<readonly MarkResult[]>;

  /**
   * Every child enrolled on the day, once and in that day's class, in any order; of one instant.
   * @returns No entries when nobody is enrolled.
   * @throws {AttendanceError} `school_not_found`; `school_timezone_invalid` when the date is left out and today cannot
   *         be told.
   */
  getRegister(
    query: DayQuery,
    options?: CallOptions<Transaction>,
  ): Promise<{ readonly date: string; readonly entries: readonly RegisterEntry[] }>;

  /**
   * Enrolled, unmarked and counts by status; of one instant. Of a class, counts are of the children in it on that day.
   * @returns Zeros and no statuses when nobody is enrolled or marked.
   * @throws {AttendanceError} `school_not_found`; `school_timezone_invalid` when the date is left out and today cannot
   *         be told.
   */
  getDailyFigures(query: DayQuery, options?: CallOptions<Transaction>): Promise<DailyFigures>;

  /**
   * The child's revisions, by id, the greatest first (of equal ones the later day, then session), also of a child who has left the roster.
   * @returns An empty array for a child on the roster who was never marked.
   * @throws {AttendanceError} `school_not_found`; `child_not_found` when the school's roster doesn't have the child and
   *         there is no revision, which is also the answer for another school's child.
   */
  getHistory(query: HistoryQuery, options?: CallOptions<Transaction>): Promise<readonly Revision[]>;

  /**
   * Makes the day's counts equal the records, of one school or of all on the roster, while marks go on (atomic; a mark that runs beside it is counted once).
   * Of concurrent callers exactly one repairs and reports each difference.
   * @returns What was repaired, in any order; an empty array when all was right.
   * @throws {AttendanceError} `school_not_found` when a school is named that doesn't exist.
   */
  reconcileDailyCounts(
    query: { readonly schoolId?: string; readonly date: string },
    options?: CallOptions<Transaction>,
  ): Promise<readonly CountDifference[]>;

  /**
   * Deletes what is older, of one stretch of the store: settled deliveries of days that nobody is corrected of any more (see `correctDays`), by
   * when they were settled, and revisions, by when they were recorded. What is not settled stays.
   * @param request.after  Where the stretch begins; left out, at the first row.
   * @param request.limit  Rows to look at in each table, at most.
   * @returns              How many rows were deleted, and where the next stretch begins: `null` when this was the last.
   */
  purge(request: PurgeRequest, options?: CallOptions<Transaction>): Promise<PurgeResult>;

  /**
   * Deletes everything that is stored of one child: records, revisions, and its part of jobs and deliveries. Counts move
   * with the records (atomic). The roster stays as it is.
   * @returns How many rows were deleted; zeros when there was nothing.
   * @throws {AttendanceError} `school_not_found`; `child_not_found` as `getHistory`.
   */
  eraseChild(
    query: { readonly schoolId: string; readonly childId: string },
    options?: CallOptions<Transaction>,
  ): Promise<ErasedChild>;

  /** The jobs that marks have written, and the deliveries that come of them. Never in a host's transaction. */
  readonly outbox: NotificationOutbox;

  /**
   * Resolves when the store answers, and serves marks and reads of this release.
   * @throws {AttendanceError} `schema_outdated` where its tables don't serve this release; `repository_failed` with the
   *         reason `forbidden` or `wrong_id_type` where privileges or ids don't fit; `repository_unavailable`.
   */
  ping(options?: CallOptions<Transaction>): Promise<void>;
}
