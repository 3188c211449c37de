import type { AttendanceRecord, CountDifference } from '../../src/index.js';
import { keyOf } from './key-of.js';
import type { DailyCountRow, MemoryState } from './memory-state.js';
import type { RosterIndex } from './roster-index.js';

type CountKey = Omit<DailyCountRow, 'count'>;

/** Moves one counter. */
export function addToCount(state: MemoryState, key: CountKey, by: number): void {
  const { schoolId, date, session, status } = key;
  const day = dayOf(state, key);
  const count = (day.get(status)?.count ?? 0) + by;
  day.set(status, { schoolId, date, session, status, count });
}

/** Sets one counter to what the caller says. */
export function setCount(state: MemoryState, row: DailyCountRow): void {
  dayOf(state, row).set(row.status, row);
}

/** The counters of one day that are not 0, by status. */
export function countsByStatus(
  state: MemoryState,
  { schoolId, date, session }: Omit<CountKey, 'status'>,
): Record<string, number> {
  const rows = [...(state.counts.get(keyOf(schoolId, date, session))?.values() ?? [])];
  return Object.fromEntries(rows.filter(({ count }) => count !== 0).map(({ status, count }) => [status, count]));
}

/** Every counter of the day that differs from the records, of schools on the roster. */
export function findDifferences(
  state: MemoryState,
  { schools }: Pick<RosterIndex, 'schools'>,
  { schoolId, date }: { readonly schoolId?: string; readonly date: string },
): CountDifference[] {
  const isAsked = (row: { readonly schoolId: string; readonly date: string }) =>
    row.date === date && (schoolId === undefined ? schools.has(row.schoolId) : row.schoolId === schoolId);
  const differences = new Map<string, CountDifference>();
  const add = (key: CountKey, counted: number, actual: number) => {
    const id = keyOf(key.schoolId, key.session, key.status);
    const { schoolId, session, status } = key;
    const before = differences.get(id) ?? { counted: 0, actual: 0 };
    differences.set(id, {
      schoolId,
      session,
      status,
      counted: before.counted + counted,
      actual: before.actual + actual,
    });
  };
  for (const day of state.counts.values()) for (const row of day.values()) if (isAsked(row)) add(row, row.count, 0);
  for (const record of state.records.values()) if (isAsked(record) && hasStatus(record)) add(record, 0, 1);
  return [...differences.values()].filter(({ counted, actual }) => counted !== actual);
}

function hasStatus(record: AttendanceRecord): record is AttendanceRecord & { readonly status: string } {
  return record.status !== null;
}

function dayOf(state: MemoryState, { schoolId, date, session }: CountKey): Map<string, DailyCountRow> {
  const key = keyOf(schoolId, date, session);
  const known = state.counts.get(key);
  if (known) return known;
  const day = new Map<string, DailyCountRow>();
  state.counts.set(key, day);
  return day;
}
