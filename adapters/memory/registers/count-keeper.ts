import type { CountDifference, CountKeeper, ReconcileDailyCountsRequest } from '../../../src/index.js';
import type { MemoryParts } from '../roster/memory-parts.js';
import { type RosterIndex, requireSchool } from '../roster/roster-index.js';
import type { MemoryState } from '../store/memory-state.js';
import type { MemoryTransaction } from '../store/memory-transaction.js';
import { type SchoolDay, setCount } from '../store/school-days.js';

/** Keeps the counters equal to the records in memory. */
export function createCountKeeper({ store, roster }: MemoryParts): CountKeeper<MemoryTransaction> {
  return {
    reconcileDailyCounts: (request, callOptions = {}) =>
      store.write(callOptions, (state) => reconcile(state, roster(), request)),
  };
}

function reconcile(state: MemoryState, roster: RosterIndex, request: ReconcileDailyCountsRequest): CountDifference[] {
  if (request.schoolId !== undefined) requireSchool(roster, request.schoolId);
  const differences = findDifferences(state, roster, request);
  for (const { actual, counted: _, ...key } of differences) {
    setCount(state.days, { ...key, date: request.date, count: actual });
  }
  return differences;
}

/** Every counter of the day that differs from the records, of schools on the roster. */
function findDifferences(
  { days }: MemoryState,
  { schools }: Pick<RosterIndex, 'schools'>,
  { schoolId, date }: ReconcileDailyCountsRequest,
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
