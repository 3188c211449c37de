import type { WorldChild, WorldEnrolment } from '../world.ts';
import { daysBetween } from './school-day.ts';
import type { State } from './state.ts';

/** The class of a child's day, `null` for none; `undefined` when the child is not enrolled on that day. */
export function classOn(state: State, child: WorldChild, day: string): string | null | undefined {
  const own = state.enrolments.filter(({ schoolId, childId }) => schoolId === child.schoolId && childId === child.id);
  if (own.length === 0) return null;
  const holding = own.filter((enrolment) => holds(enrolment, day)).sort(byRank);
  return holding.at(-1)?.classId;
}

/** The children of a school who are enrolled on a day, with their classes; of one class, if that is asked for. */
export function enrolledOn(state: State, schoolId: string, day: string, classId: string | undefined) {
  const enrolled: { child: WorldChild; classId: string | null }[] = [];
  for (const child of state.children.filter((each) => each.schoolId === schoolId)) {
    const own = classOn(state, child, day);
    if (own !== undefined && (classId === undefined || own === classId)) enrolled.push({ child, classId: own });
  }
  return enrolled;
}

function holds({ enrolledFrom, enrolledUntil }: WorldEnrolment, day: string): boolean {
  const hasCome = enrolledFrom === null || daysBetween(enrolledFrom, day) >= 0;
  const hasLeft = enrolledUntil !== null && daysBetween(enrolledUntil, day) > 0;
  return hasCome && !hasLeft;
}

/** The last one counts: that which began last, and of those the one of the greatest class. */
function byRank(a: WorldEnrolment, b: WorldEnrolment): number {
  if (a.enrolledFrom !== b.enrolledFrom) return comesFirst(a.enrolledFrom, b.enrolledFrom) ? -1 : 1;
  if (a.classId === b.classId) return 0;
  return comesFirst(a.classId, b.classId) ? -1 : 1;
}

function comesFirst(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === null;
  return inUtf32(a) < inUtf32(b);
}

/** A text that sorts as the code points do. */
function inUtf32(text: string): string {
  return [...text].map((character) => character.codePointAt(0)?.toString(16).padStart(6, '0')).join(' ');
}
