/** The details that every mark may have. */
export interface MarkDetails<Session extends string> {
  /**
   * When the mark happened on the device: a `Date`, or ISO 8601 with an offset (`+08:00`, `+0800`, `+08` or `Z`). Send
   * milliseconds where the device has them: two marks of one second have no order. Default: now, after everything
   * already recorded. A client that retries must send the instant, so that a repeated command has no further effect.
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
  /** The person who marks, in the host's own ids; at most 255 characters. */
  readonly markedBy: string;
  /**
   * The school that the child must belong to. A mark without it has no tenant check, and is of the school where the
   * child is enrolled on the day. The school may be left out only where a child's id names one child everywhere (see
   * the repository's `childIdsAreGlobal`).
   */
  readonly schoolId?: string | undefined;
}

/** One mark of a bulk. The bulk gives what the mark leaves out. */
export interface ChildMark<Status extends string, Session extends string> extends MarkDetails<Session> {
  readonly childId: string;
  readonly status: Status;
  /** Default: the bulk's. */
  readonly markedBy?: string | undefined;
}

/** The fields of every bulk. */
export interface BulkDetails<Session extends string> extends MarkDetails<Session> {
  /** The school that every child must belong to. */
  readonly schoolId: string;
  readonly markedBy: string;
  /** Leaves children alone who have a status already (`kept`). Default false. */
  readonly onlyUnmarked?: boolean | undefined;
  /** Records nothing when one child is rejected. Default false: the others are recorded. */
  readonly allOrNothing?: boolean | undefined;
  /** `'records'` puts the child's record into each outcome, `'outcomes'` leaves the record out. Default `'records'`. */
  readonly returning?: 'records' | 'outcomes' | undefined;
}

/**
 * Marks many children of one school: one status for all (`childIds`) or one per mark (`marks`). In `marks` a child may
 * come several times, of different days or sessions.
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
  /** The person who clears, in the host's own ids; at most 255 characters. */
  readonly markedBy: string;
  /**
   * The school that the child must belong to. A mark without it has no tenant check, and is of the school where the
   * child is enrolled on the day. The school may be left out only where a child's id names one child everywhere (see
   * the repository's `childIdsAreGlobal`).
   */
  readonly schoolId?: string | undefined;
}
