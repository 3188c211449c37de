/** Asks for one school's day, or one class's part of it. */
export interface DailySummaryQuery<Session extends string> {
  readonly schoolId: string;
  /** Calendar day, `YYYY-MM-DD`. Default: the school's today. */
  readonly date?: string | undefined;
  /** Default: the first of the host's sessions. */
  readonly session?: Session | undefined;
  /** Asks for the children only who were in that class on the day. Default: all. */
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
