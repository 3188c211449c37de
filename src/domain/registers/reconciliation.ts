/** Names the counts to check. */
export interface ReconcileDailyCountsCommand {
  /** Default: every school. */
  readonly schoolId?: string | undefined;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly date: string;
}

/** One counter that did not equal the records, and was repaired. */
export interface CountDifference {
  readonly schoolId: string;
  readonly session: string;
  readonly status: string;
  /** The counter's value, 0 when there was none. */
  readonly counted: number;
  /** The number of records. */
  readonly actual: number;
}

/** The differences that a reconciliation found and repaired. */
export interface Reconciliation {
  /** The calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  /** Every counter repaired, by school, session and status. Empty when all were right. */
  readonly differences: readonly CountDifference[];
}
