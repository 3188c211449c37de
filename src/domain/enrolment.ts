import type { Enrolment } from './roster.js';

/** The parts of an enrolment that say when it holds, and which of several counts. */
export type DatedEnrolment = Pick<Enrolment, 'enrolledFrom' | 'enrolledUntil' | 'classId'>;

/**
 * Finds the one enrolment of a child that counts on a day. The latest first day wins among the enrolments that hold,
 * then the greatest class id (code point by code point; no class comes before all). So overlaps never double a child.
 * @param enrolments  All enrolments of one child at one school.
 * @param date        Calendar day, `YYYY-MM-DD`.
 * @returns           `undefined` when none holds, and for a child without any: see `isEnrolledOn`.
 */
export function enrolmentOn<Dated extends DatedEnrolment>(
  enrolments: readonly Dated[],
  date: string,
): Dated | undefined {
  return enrolments
    .filter((enrolment) => holdsOn(enrolment, date))
    .reduce<Dated | undefined>((best, other) => (best && compareRank(best, other) >= 0 ? best : other), undefined);
}

/** Says if a child is enrolled on a day. A child without any enrolment is always enrolled. */
export function isEnrolledOn(enrolments: readonly DatedEnrolment[], date: string): boolean {
  return enrolments.length === 0 || enrolments.some((enrolment) => holdsOn(enrolment, date));
}

function holdsOn({ enrolledFrom, enrolledUntil }: DatedEnrolment, date: string): boolean {
  return (!enrolledFrom || enrolledFrom <= date) && (!enrolledUntil || date <= enrolledUntil);
}

function compareRank(a: DatedEnrolment, b: DatedEnrolment): number {
  return compareOpen(a.enrolledFrom, b.enrolledFrom) || compareOpen(a.classId, b.classId);
}

/** Nothing comes before everything. */
function compareOpen(a: string | null | undefined, b: string | null | undefined): number {
  if (a == null || b == null) return Number(a != null) - Number(b != null);
  return compareCodePoints(a, b);
}

/** The order of Postgres's collation "C", which JavaScript's own order leaves beyond the first 65,536 characters. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0));
  for (const [index, point] of (left ?? []).entries()) {
    const difference = point - (right?.[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return (left?.length ?? 0) - (right?.length ?? 0);
}
