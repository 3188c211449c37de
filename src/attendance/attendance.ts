import type {
  ClearAttendanceCommand,
  MarkAttendanceCommand,
  MarkBulkAttendanceCommand,
} from '../domain/marks/commands.js';
import type { Revision } from '../domain/record.js';
import type { ReconcileDailyCountsCommand, Reconciliation } from '../domain/registers/reconciliation.js';
import type { DailySummaryQuery, HistoryQuery, Register, RegisterQuery } from '../domain/registers/register.js';
import type { DailySummary } from '../domain/registers/summary.js';
import type { EraseChildCommand, ErasedChild } from '../domain/retention/erasing.js';
import type { PurgeCommand, Purged } from '../domain/retention/purging.js';
import type { DefaultStatus } from '../domain/status.js';
import type { AttendanceEvents } from '../events/events.js';
import type { CommandSchemas } from '../input/command-schemas.js';
import type { CallOptions } from '../ports/call-options.js';
import type { Notifications } from '../telling/notifications.js';
import type { MarkBulkAttendanceResult } from '../use-cases/marks/bulk-answer.js';
import type { MarkAttendanceResult } from '../use-cases/marks/mark-one.js';
import type { Health } from './health.js';

/**
 * Attendance of many schools. Every method that takes a command or a query takes `{ transaction }` too, to join the
 * host's own, and `{ signal }`, to give up waiting. Every such method rejects with `invalid_command` for input that
 * doesn't fit. The store's failures reject with `repository_unavailable` (retryable) or `repository_failed`. An aborted
 * signal rejects with `aborted`, and a call after `close()` with `closed`.
 */
export interface Attendance<
  Status extends string = DefaultStatus,
  Session extends string = 'day',
  Transaction = unknown,
> {
  /**
   * Marks one child. The day's status is that of the mark with the greatest `occurredAt`, whatever the order of
   * arrival. The same command with the same `occurredAt`, sent again, has no further effect.
   * @returns The outcome (`recorded`, `corrected`, `amended`, `unchanged` or `superseded`), the record that now stands
   *          and the status before. When nothing changed: `unchanged` or `superseded`, with the record as it stands. A
   *          record that stands can be corrected at its school, also once the child has left it.
   * @throws {AttendanceError} `school_not_found`, `child_not_found`, `not_enrolled`, `school_ambiguous`,
   *          `date_in_future`, `date_locked` or `school_timezone_invalid`, the first that applies; nothing is recorded
   *          then.
   */
  markAttendance(
    command: MarkAttendanceCommand<Status, Session>,
    options?: CallOptions<Transaction>,
  ): Promise<MarkAttendanceResult<Status>>;

  /**
   * Marks many children of one school in one statement: one status for all, or one per mark. In `marks` a child may
   * come several times, of different days or sessions.
   * @returns One outcome a mark, in the order of the command, and their tally. Rejected marks carry a code, the rest is
   *          recorded all the same.
   * @throws {AttendanceError} `invalid_command` when empty, longer than `maxBulkSize` (default 5,000) or with two marks
   *          of the same child, day and session; `school_not_found`; `bulk_rejected` with the outcomes. Nothing is
   *          recorded then.
   */
  markBulkAttendance(
    command: MarkBulkAttendanceCommand<Status, Session>,
    options?: CallOptions<Transaction>,
  ): Promise<MarkBulkAttendanceResult<Status>>;

  /**
   * Takes a mark back, such as a tap on the wrong child: the child is unmarked again.
   * @returns `cleared`; `unchanged` when there was nothing to clear; `superseded` when a newer mark stands. The
   *          record's `status` is `null` once cleared.
   * @throws {AttendanceError} as `markAttendance`.
   */
  clearAttendance(
    command: ClearAttendanceCommand<Session>,
    options?: CallOptions<Transaction>,
  ): Promise<MarkAttendanceResult<Status>>;

  /**
   * Every child enrolled on a day, by name, marked or not, in the class of that day.
   * @returns A register, without entries when nobody is enrolled (or the class is unknown).
   * @throws {AttendanceError} `school_not_found`; `school_timezone_invalid` when no date is given and the school's
   *          today is unknown.
   */
  getRegister(query: RegisterQuery<Session>, options?: CallOptions<Transaction>): Promise<Register<Status>>;

  /**
   * One school's day in figures, or those of one class of that day.
   * @returns A summary; zeros when nobody is enrolled or marked (or the class is unknown).
   * @throws {AttendanceError} `school_not_found`; `school_timezone_invalid` when no date is given and the school's
   *          today is unknown.
   */
  getDailySummary(query: DailySummaryQuery<Session>, options?: CallOptions<Transaction>): Promise<DailySummary<Status>>;

  /**
   * A child's revisions, by id, the greatest first, also of a child who has left the roster.
   * @returns An empty array for a child who was never marked.
   * @throws {AttendanceError} `school_not_found`; `child_not_found`, also for another school's child.
   */
  getHistory(query: HistoryQuery, options?: CallOptions<Transaction>): Promise<readonly Revision<Status>[]>;

  /**
   * Makes a day's counts equal its records; safe while marks go on.
   * @returns Exactly the counters that were wrong and are repaired; none when all were right.
   * @throws {AttendanceError} `school_not_found`.
   */
  reconcileDailyCounts(
    command: ReconcileDailyCountsCommand,
    options?: CallOptions<Transaction>,
  ): Promise<Reconciliation>;

  /**
   * Deletes what is older than the host wants to keep: settled deliveries, dead letters among them, and revisions. The
   * purge is safe while marks go on, and safe to repeat. The store is purged in small stretches; when a purge fails or
   * is aborted, the stretches before stay purged. Records and counts stay. An old command that is repeated without its
   * revisions may be logged once more; nothing else changes.
   * @returns How many of each were deleted; zeros when nothing was that old.
   */
  purge(command: PurgeCommand, options?: CallOptions<Transaction>): Promise<Purged>;

  /**
   * Deletes everything stored of one child: records, revisions, and its part of jobs and deliveries. A delivery about a
   * sibling too goes on telling of the sibling. Counts move with the records. The roster stays the host's: take the
   * child off it first, or later marks record it anew.
   * @returns How much was deleted; zeros when nothing was stored.
   * @throws {AttendanceError} `school_not_found`; `child_not_found`, also for another school's child, and once a child
   *          that is off the roster has been erased.
   */
  eraseChild(command: EraseChildCommand, options?: CallOptions<Transaction>): Promise<ErasedChild>;

  /**
   * Says how fast the store answers, why the store doesn't fit where it doesn't, and the readings since attendance was
   * created. Never rejects.
   */
  health(): Promise<Health>;

  /**
   * Refuses further calls with `closed`, and waits for the marks, bulks, clears and reconciliations under way, and so
   * for their events. Then stops telling guardians (see `Notifications.stop`) and forgets the listeners. Other calls,
   * and those in a host's transaction, are not waited for. Never ends the host's pool. Safe to call twice.
   */
  close(): Promise<void>;

  /** Telling guardians. */
  readonly notifications: Notifications;

  /** Events: one a command that was stored, one an attempt to tell, and those of limiters and statements. */
  readonly events: Pick<AttendanceEvents, 'on' | 'once' | 'off'>;

  /** The zod schemas of the commands, for a host that checks input before it calls. */
  readonly schemas: CommandSchemas<Status, Session>;
}
