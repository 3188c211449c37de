import type { Mark } from './mark.js';
import type { RejectionCode } from './outcome.js';
import { addDays, schoolDay } from './school-day.js';

/** What the roster knows of the mark's school, `undefined` where it knows none. */
export interface SchoolOnRoster {
  readonly timezone: string;
}

/** When a child is enrolled: both days included, `YYYY-MM-DD`, open where null or left out. */
export interface Enrolment {
  readonly enrolledFrom?: string | null;
  readonly enrolledUntil?: string | null;
}

/** The mark's school day, or why the mark is rejected. */
export type Admission =
  | { readonly code?: undefined; readonly date: string; readonly today: string }
  | { readonly code: RejectionCode };

/** Decides whether a mark may be recorded at all. The checks stand in the order in which their codes win. */
export function admitMark(
  mark: Mark,
  school: SchoolOnRoster | undefined,
  child: Enrolment | undefined,
  options: { readonly now: Date; readonly editableDays: number | null },
): Admission {
  if (mark.schoolId !== undefined && !school) return { code: 'school_not_found' };
  if (!child) return { code: 'child_not_found' };
  if (!school) return { code: 'school_not_found' };
  const today = schoolDay(options.now, school.timezone);
  const date = mark.date ?? schoolDay(mark.occurredAt, school.timezone);
  if (date !== undefined && !isEnrolledOn(child, date)) return { code: 'not_enrolled' };
  if (date === undefined || today === undefined) return { code: 'school_timezone_invalid' };
  if (date > today) return { code: 'date_in_future' };
  if (options.editableDays !== null && date < addDays(today, -options.editableDays)) return { code: 'date_locked' };
  return { date, today };
}

/** Whether a child is enrolled on a day. */
export function isEnrolledOn(child: Enrolment, date: string): boolean {
  if (child.enrolledFrom && date < child.enrolledFrom) return false;
  return !child.enrolledUntil || date <= child.enrolledUntil;
}
