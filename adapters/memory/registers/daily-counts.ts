import type { CountDifference } from '../../../src/index.js';
import type { RosterIndex } from '../roster/roster-index.js';
import type { MemoryState } from '../store/memory-state.js';
import type { DailyCountRow, SchoolDay } from '../store/school-days.js';

/** Moves the counter of a status; of none, nothing. */
export function addToCount({ counts }: SchoolDay, status: string | null, by: number): void {
  if (status !== null) counts.set(status, (counts.get(status) ?? 0) + by);
}

/** Sets one counter to what the caller says. */
export function setCount({ days }: MemoryState, { status, count, ...place }: DailyCountRow): void {
  days.open(place).counts.set(status, count);
}

/** The counters of one day that are not 0, by status. */
export function countsByStatus(day: SchoolDay | undefined): Record<string, number> {
  return Object.fromEntries([...(day?.counts ?? [])].filter(([, count]) => count !== 0));
}

/** Every counter of the day that differs from the records, of schools on the roster. */
export function findDifferences(
  { days }: MemoryState,
  { schools }: Pick<RosterIndex, 'schools'>,
  { schoolId, date }: { readonly schoolId?: string; readonly date: string },
): CountDifference[] {
  const isAsked = (day: SchoolDay) => day.date === date && (schoolId !== undefined || schools.has(day.schoolId));
  return [...days.all(schoolId)].filter(isAsked).flatMap(differencesOf);
}

function differencesOf({ schoolId, session, counts, children }: SchoolDay): CountDifference[] {
  const recount = new Map<string, number>();
  for (const { record } of children.values()) {
    if (record.status !== null) recount.set(record.status, (recount.get(record.status) ?? 0) + 1);
  }
  return [...new Set([...counts.keys(), ...recount.keys()])]
    .map((status) => ({
      schoolId,
      session,
      status,
      counted: counts.get(status) ?? 0,
      actual: recount.get(status) ?? 0,
    }))
    .filter(({ counted, actual }) => counted !== actual);
}
