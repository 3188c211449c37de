import type { AttendanceRecord } from '../record.js';

/** One enrolled child in a register, marked or not. */
export interface RegisterEntry<Status extends string = string> {
  readonly childId: string;
  readonly name: string;
  /** The class of that day, `null` when the child is in none. */
  readonly classId: string | null;
  /** `null` when unmarked: never marked, or cleared. */
  readonly status: Status | null;
  /** The current record, `null` when there is none. A cleared one has `status: null`. */
  readonly record: AttendanceRecord<Status> | null;
}

/** Every child enrolled on a day, by name, marked or not. */
export interface Register<Status extends string = string> {
  readonly schoolId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  readonly entries: readonly RegisterEntry<Status>[];
}

/** Names are people's, so they are sorted as people do; one collator, because a new one for each call is slow. */
const collator = new Intl.Collator('en');

/** Sorts entries by name, children of one name by id, whatever the order a database gives. */
export function sortEntries<Entry extends RegisterEntry>(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => collator.compare(a.name, b.name) || (a.childId < b.childId ? -1 : 1));
}

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
