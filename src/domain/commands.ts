/** What every mark may say besides who and what. */
export interface MarkDetails<Session extends string> {
  /**
   * When it happened on the device: a `Date`, or ISO 8601 with an offset (`+08:00`, `+0800`, `+08` or `Z`), with milliseconds where
   * the device has them: two marks of one second are else in no order. Default: now, after everything already
   * recorded. A client that retries must send it, so that a repeated command has no further effect.
   */
  readonly occurredAt?: Date | string | undefined;
  /** Calendar day in the school's time zone, `YYYY-MM-DD`. Default: the day of `occurredAt`. */
  readonly date?: string | undefined;
  /** Default: the first of the host's sessions. */
  readonly session?: Session | undefined;
  /** At most 500 characters. Left out keeps what is there, `null` clears it. */
  readonly reason?: string | null | undefined;
  /** At most 2,000 characters. Left out keeps what is there, `null` clears it. */
  readonly note?: string | null | undefined;
}

/** Marks one child. */
export interface MarkAttendanceCommand<Status extends string, Session extends string> extends MarkDetails<Session> {
  readonly childId: string;
  readonly status: Status;
  /** Who marks, in the host's own ids; at most 255 characters. */
  readonly markedBy: string;
  /**
   * The school that the child must belong to. Left out, there is no tenant check, and the school where the child is enrolled on the
   * day is meant: only where a child's id names one child everywhere (see the repository's `childIdsAreGlobal`).
   */
  readonly schoolId?: string | undefined;
}

/** One mark of a bulk. What it leaves out, the bulk says. */
export interface ChildMark<Status extends string, Session extends string> extends MarkDetails<Session> {
  readonly childId: string;
  readonly status: Status;
  /** Default: the bulk's. */
  readonly markedBy?: string | undefined;
}

/** What every bulk says. */
export interface BulkDetails<Session extends string> extends MarkDetails<Session> {
  /** The school that every child must belong to. */
  readonly schoolId: string;
  readonly markedBy: string;
  /** Leaves children alone who have a status already (`kept`). Default false. */
  readonly onlyUnmarked?: boolean | undefined;
  /** Records nothing when one child is rejected. Default false: the others are recorded. */
  readonly allOrNothing?: boolean | undefined;
  /** Whether each outcome carries the child's record. Default `'records'`; `'outcomes'` is the lighter one. */
  readonly returning?: 'records' | 'outcomes' | undefined;
}

/**
 * Marks many children of one school: one status for all (`childIds`) or one per mark (`marks`). In `marks` a child may come several
 * times, of different days or sessions.
 */
export type MarkBulkAttendanceCommand<Status extends string, Session extends string> = BulkDetails<Session> &
  (
    | { readonly childIds: readonly string[]; readonly status: Status; readonly marks?: undefined }
    | {
        readonly marks: readonly ChildMark<Status, Session>[];
        readonly childIds?: undefined;
        readonly status?: undefined;
      }
  );

/** Takes a mark back: the child is unmarked again. */
export interface ClearAttendanceCommand<Session extends string> extends Omit<MarkDetails<Session>, 'note'> {
  readonly childId: string;
  /** Who clears, in the host's own ids; at most 255 characters. */
  readonly markedBy: string;
  /**
   * The school that the child must belong to. Left out, there is no tenant check, and the school where the child is enrolled on the
   * day is meant: only where a child's id names one child everywhere (see the repository's `childIdsAreGlobal`).
   */
  readonly schoolId?: string | undefined;
}

/** Asks for one school's day, or one class's part of it. */
export interface DailySummaryQuery<Session extends string> {
  readonly schoolId: string;
  /** Calendar day, `YYYY-MM-DD`. Default: the school's today. */
  readonly date?: string | undefined;
  /** Default: the first of the host's sessions. */
  readonly session?: Session | undefined;
  /** Only children who were in that class on the day. Default: all. */
  readonly classId?: string | undefined;
}

/** Asks for one school's register, or one class's part of it. */
export type RegisterQuery<Session extends string> = DailySummaryQuery<Session>;

/** Asks for one child's revisions. */
export interface HistoryQuery {
  readonly schoolId: string;
  readonly childId: string;
  /** First school day, `YYYY-MM-DD`. Default: the first there is. */
  readonly from?: string | undefined;
  /** Last school day, `YYYY-MM-DD`. Default: the last there is. */
  readonly to?: string | undefined;
}

/** Names the counts to check. */
export interface ReconcileDailyCountsCommand {
  /** Default: every school. */
  readonly schoolId?: string | undefined;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly date: string;
}

/** What is to be deleted: at least one of the two. A calendar day is its midnight in UTC. */
export interface PurgeCommand {
  /**
   * Deletes deliveries that were settled before (delivered, given up or dropped) and whose day is over in every time
   * zone. A `Date`, ISO 8601 with an offset, or `YYYY-MM-DD`. Default: no deliveries.
   */
  readonly deliveriesBefore?: Date | string | undefined;
  /**
   * Deletes revisions that were recorded before. A `Date`, ISO 8601 with an offset, or `YYYY-MM-DD`. Default: no
   * revisions.
   */
  readonly revisionsBefore?: Date | string | undefined;
}

/** Names the child of whom nothing is to be kept. */
export interface EraseChildCommand {
  readonly schoolId: string;
  readonly childId: string;
}
