/** The current record of one child on one school day in one session. */
export interface AttendanceRecord<Status extends string = string> {
  readonly schoolId: string;
  readonly childId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  /** `null` once cleared: the child is unmarked again. */
  readonly status: Status | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** The person who made the mark that last changed this record, in the host's own ids. */
  readonly markedBy: string;
  /** When the status began, on the device's clock. */
  readonly occurredAt: Date;
  /** The latest mark that agreed with it. Older marks are `superseded`. */
  readonly confirmedAt: Date;
  /** When the library stored the last change. */
  readonly recordedAt: Date;
}

/** One entry of a child's history: a change of the record, or a mark that came too late to change it. */
export interface Revision<Status extends string = string> {
  /**
   * An integer, unique for one child and day. A greater id is later, also once earlier ones are purged. Only of
   * sessions marked by two requests at once either may have the greater id. The id begins with the microseconds of its
   * instant since 1970, so ids of different children and days are nearly in order too.
   */
  readonly id: string;
  readonly schoolId: string;
  readonly childId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  readonly outcome: RevisionOutcome;
  /** True for a mark that was older than what stood: logged, without effect. */
  readonly superseded: boolean;
  /** The status after the change, `null` if cleared; of a superseded mark, the status it carried. */
  readonly status: Status | null;
  /** The status just before, `null` if there was none. */
  readonly previousStatus: Status | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly markedBy: string;
  /** When the mark happened, on the device's clock. */
  readonly occurredAt: Date;
  /** When the library stored it. */
  readonly recordedAt: Date;
}

/** The outcomes that leave a revision. */
export type RevisionOutcome = 'recorded' | 'corrected' | 'amended' | 'cleared' | 'superseded';
