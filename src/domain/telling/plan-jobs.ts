import { isStatusChange, type Outcome } from '../outcome.js';
import { addDays } from '../school-day.js';
import type { DatedSubject } from './subject.js';

/** One mark of a request, decided. */
export interface DecidedMark {
  readonly outcome: Outcome;
  readonly schoolId: string;
  readonly childId: string;
  /** The school's calendar day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly session: string;
  /** The school's day when the request was received. */
  readonly today: string;
}

/** A job that a request calls for. */
export interface PlannedJob {
  readonly schoolId: string;
  readonly today: string;
  /** In the order of the marks. */
  readonly subjects: readonly DatedSubject[];
}

/**
 * Plans the jobs of a request: one a school, of the statuses that changed. Changes of the school's day are news.
 * Changes of days before, up to `correctDays` back, correct who was told something else. Older changes are told to
 * nobody.
 */
export function planJobs(marks: readonly DecidedMark[], correctDays: number): PlannedJob[] {
  const isTold = ({ outcome, date, today }: DecidedMark) =>
    isStatusChange(outcome) && date <= today && date >= addDays(today, -correctDays);
  const bySchool = Map.groupBy(marks.filter(isTold), ({ schoolId }) => schoolId);
  return [...bySchool.values()].flatMap((changed) => {
    const [first] = changed;
    if (!first) return [];
    const { schoolId, today } = first;
    return [{ schoolId, today, subjects: changed.map(toSubject) }];
  });
}

/** Says if a job only corrects what was told of a day. */
export function isOnlyToCorrect(date: string, { today }: Pick<PlannedJob, 'today'>): boolean {
  return date < today;
}

function toSubject({ childId, date, session }: DecidedMark): DatedSubject {
  return { childId, date, subjectKey: session };
}
