import type { StatusDefinitions } from '../status.js';

/** The figures that a repository counts for one school, day and session. */
export interface DailyFigures {
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  /** Children enrolled on that day. */
  readonly enrolled: number;
  /** Enrolled children without a current status, counted one by one. */
  readonly unmarked: number;
  /** Current records by status. Statuses without any may be left out. */
  readonly byStatus: Readonly<Record<string, number>>;
}

/** One school's day in figures. */
export interface DailySummary<Status extends string = string> {
  readonly schoolId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  /** Children enrolled on that day. */
  readonly enrolled: number;
  /** Current records whose status counts as attending. */
  readonly attended: number;
  /** Enrolled children without a current status. */
  readonly unmarked: number;
  /** Current records by status, 0 for a status that nobody has. */
  readonly byStatus: Readonly<Record<Status, number>>;
}

/** Turns a repository's figures into a summary. A status that is no longer defined keeps its count, as not attended. */
export function toDailySummary(
  key: { readonly schoolId: string; readonly session: string },
  figures: DailyFigures,
  statuses: StatusDefinitions,
): DailySummary {
  const none = Object.fromEntries(Object.keys(statuses).map((status) => [status, 0]));
  const attended = Object.entries(figures.byStatus)
    .filter(([status]) => Object.hasOwn(statuses, status) && statuses[status]?.attended)
    .reduce((sum, [, count]) => sum + count, 0);
  return {
    ...key,
    date: figures.date,
    enrolled: figures.enrolled,
    attended,
    unmarked: figures.unmarked,
    byStatus: { ...none, ...figures.byStatus },
  };
}
