import { type DatedEnrolment, isEnrolledOn } from '../enrolment.js';
import type { RejectionCode } from '../outcome.js';
import { addDays, schoolDay } from '../school-day.js';
import type { Mark } from './mark.js';

/** A school at which a mark's child may be. */
export interface MarkCandidate {
  readonly schoolId: string;
  /** `undefined` when there is no such school. */
  readonly timezone: string | undefined;
  /** The enrolments of the child at this school; `undefined` when the school's roster doesn't have the child. */
  readonly enrolments: readonly DatedEnrolment[] | undefined;
  /** Says if a record of the child is stored at this school for that day, in the mark's session, a tombstone too. */
  readonly hasRecord: (date: string) => boolean;
}

/** The mark's school and day, or why the mark is rejected. */
export type Admission =
  | { readonly code?: undefined; readonly schoolId: string; readonly date: string; readonly today: string }
  /** `date` is `null` where the school's day is not known. */
  | { readonly code: RejectionCode; readonly schoolId?: string; readonly date: string | null };

/** Settings of an admission. */
export interface AdmissionOptions {
  readonly now: Date;
  /** Days back from the school's today that may still be edited; `null` is unlimited. */
  readonly editableDays: number | null;
}

/**
 * Decides whether a mark may be recorded at all, and at which school. The checks stand in the order in which their
 * codes win. A record that is stored may be corrected and cleared at its school, also once the child is no longer
 * enrolled there.
 * @param candidates  The school that the mark names; of a mark that names none, every school with such a child. Then
 *                    the one where the child is enrolled on the day is meant, else the one where a record is stored.
 */
export function admitMark(mark: Mark, candidates: readonly MarkCandidate[], options: AdmissionOptions): Admission {
  const [first] = candidates;
  if (!first) return { code: 'child_not_found', date: mark.date ?? null };
  if (candidates.length === 1) return admitAt(place(mark, first), options);
  const places = candidates.map((candidate) => place(mark, candidate));
  const best = Math.min(...places.map(({ standing }) => standing));
  const [chosen, rival] = places.filter(({ standing }) => standing === best);
  if (!chosen || (rival && best <= standings.recorded)) return { code: 'school_ambiguous', date: mark.date ?? null };
  const admission = admitAt(chosen, options);
  return rival && admission.code !== undefined ? { code: admission.code, date: mark.date ?? null } : admission;
}

/** Ranks how well a school fits a mark: the least fits best. */
const standings = { enrolled: 0, recorded: 1, dayUnknown: 2, notEnrolled: 3, notOnRoster: 4 } as const;

interface Place extends MarkCandidate {
  readonly date: string | undefined;
  readonly standing: number;
}

function place(mark: Mark, candidate: MarkCandidate): Place {
  const { timezone } = candidate;
  const date = mark.date ?? (timezone === undefined ? undefined : schoolDay(mark.occurredAt, timezone));
  return { ...candidate, date, standing: standingOf(candidate, date) };
}

function standingOf({ timezone, enrolments, hasRecord }: MarkCandidate, date: string | undefined): number {
  if (timezone === undefined) return standings.notOnRoster;
  if (date === undefined) return enrolments ? standings.dayUnknown : standings.notOnRoster;
  if (enrolments && isEnrolledOn(enrolments, date)) return standings.enrolled;
  if (hasRecord(date)) return standings.recorded;
  return enrolments ? standings.notEnrolled : standings.notOnRoster;
}

function admitAt({ schoolId, timezone, date, standing }: Place, options: AdmissionOptions): Admission {
  const reject = (code: RejectionCode): Admission => ({ code, schoolId, date: date ?? null });
  if (timezone === undefined) return reject('school_not_found');
  if (standing === standings.notOnRoster) return reject('child_not_found');
  if (standing === standings.notEnrolled) return reject('not_enrolled');
  const today = schoolDay(options.now, timezone);
  if (date === undefined || today === undefined) return reject('school_timezone_invalid');
  if (date > today) return reject('date_in_future');
  if (options.editableDays !== null && date < addDays(today, -options.editableDays)) return reject('date_locked');
  return { schoolId, date, today };
}
