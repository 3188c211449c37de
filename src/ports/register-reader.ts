import type { Revision } from '../domain/record.js';
import type { RegisterEntry } from '../domain/registers/register.js';
import type { DailyFigures } from '../domain/registers/summary.js';
import type { CallOptions } from './call-options.js';

/** One school's day and session, or one class's part of it. Without a date it is the school's today at `now`. */
export interface DayQuery {
  readonly schoolId: string;
  readonly date?: string;
  readonly session: string;
  /** Asks for the children only whose enrolment of that day is in this class. */
  readonly classId?: string;
  readonly now: Date;
}

/** One child's history, between two school days, both included. */
export interface ChildHistoryQuery {
  readonly schoolId: string;
  readonly childId: string;
  readonly from?: string;
  readonly to?: string;
}

/** The entries of one school's day, in any order. */
export interface RegisterOfDay {
  readonly date: string;
  readonly entries: readonly RegisterEntry[];
}

/** Reads registers, figures and histories. */
export interface RegisterReader<Transaction = unknown> {
  /**
   * Reads every child enrolled on the day, once and in that day's class, in any order; of one instant.
   * @returns No entries when nobody is enrolled.
   * @throws {AttendanceError} `school_not_found`; `school_timezone_invalid` when the date is left out and the school's
   *         today is unknown.
   */
  getRegister(query: DayQuery, options?: CallOptions<Transaction>): Promise<RegisterOfDay>;

  /**
   * Counts enrolled and unmarked children, and children by status; of one instant. Figures of a class are of the
   * children in it on that day.
   * @returns Zeros and no statuses when nobody is enrolled or marked.
   * @throws {AttendanceError} `school_not_found`; `school_timezone_invalid` when the date is left out and the school's
   *         today is unknown.
   */
  getDailyFigures(query: DayQuery, options?: CallOptions<Transaction>): Promise<DailyFigures>;

  /**
   * Reads the child's revisions by id, the greatest first (of equal ones the later day, then session). Reads them also
   * of a child who has left the roster.
   * @returns An empty array for a child on the roster who was never marked.
   * @throws {AttendanceError} `school_not_found`; `child_not_found` when the school's roster doesn't have the child and
   *         there is no revision, which is also the answer for another school's child.
   */
  getHistory(query: ChildHistoryQuery, options?: CallOptions<Transaction>): Promise<readonly Revision[]>;
}
