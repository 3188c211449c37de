/** One mark as a repository receives it: parsed, its instant fixed, its ids canonical. */
export interface Mark {
  /** The school the child must belong to; left out, the one where it is enrolled on the day. */
  readonly schoolId?: string;
  readonly childId: string;
  /** `null` clears the record. */
  readonly status: string | null;
  readonly occurredAt: Date;
  /**
   * True when the caller gave no instant: the mark then happened after everything already recorded, also after marks
   * of a device whose clock runs ahead.
   */
  readonly occurredLast: boolean;
  /** The school day, `YYYY-MM-DD`; left out, the day of `occurredAt` in the school's time zone. */
  readonly date?: string;
  readonly session: string;
  /** Left out keeps what is there, `null` clears it. */
  readonly reason?: string | null;
  /** Left out keeps what is there, `null` clears it. */
  readonly note?: string | null;
  readonly markedBy: string;
}
