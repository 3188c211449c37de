import type { AttendanceRecord, HistoryEntry, Revision } from '../../src/index.js';
import { Deliveries } from './outbox/deliveries.js';
import type { DeliveryRow } from './outbox/delivery-row.js';

/** A revision as it is kept: what the history shows, and the span of time it ended. */
export type RevisionRow = Revision & HistoryEntry;

/** How many current records of one school, day and session have a status. */
export interface DailyCountRow {
  readonly schoolId: string;
  readonly date: string;
  readonly session: string;
  readonly status: string;
  readonly count: number;
}

/** What guardians are to be told of: ids only. */
export interface NotificationJobRow {
  readonly id: string;
  readonly schoolId: string;
  readonly createdAt: Date;
  readonly changes: readonly { readonly childId: string; readonly date: string; readonly session: string }[];
  /** Until when it is a host's queue's, if it was handed over; else `null`. */
  readonly runAt: Date | null;
  /** When its deliveries were made, if it stayed after that; else `null`. */
  readonly fannedOutAt: Date | null;
}

/** Everything stored, as plain copies: what a test reads behind the repository's back. */
export interface MemoryTables {
  readonly records: readonly AttendanceRecord[];
  readonly revisions: readonly Revision[];
  readonly dailyCounts: readonly DailyCountRow[];
  readonly notificationJobs: readonly NotificationJobRow[];
  readonly deliveries: readonly DeliveryRow[];
}

/** The tables, by the keys that operations look up. Rows are replaced, never changed, so that a copy of what holds them is a copy. */
export interface MemoryState {
  readonly records: Map<string, AttendanceRecord>;
  /** By child, oldest first. */
  readonly revisions: Map<string, RevisionRow[]>;
  /** By day, then by status. */
  readonly counts: Map<string, Map<string, DailyCountRow>>;
  /** By id. */
  readonly jobs: Map<string, NotificationJobRow>;
  readonly deliveries: Deliveries;
  lastRevisionId: number;
}

/** A state with nothing stored. */
export function emptyState(): MemoryState {
  return {
    records: new Map(),
    revisions: new Map(),
    counts: new Map(),
    jobs: new Map(),
    deliveries: new Deliveries(),
    lastRevisionId: 0,
  };
}

/** A state that can be changed without the original noticing. */
export function copyState(state: MemoryState): MemoryState {
  return {
    records: new Map(state.records),
    revisions: mapValues(state.revisions, (rows) => [...rows]),
    counts: mapValues(state.counts, (day) => new Map(day)),
    jobs: new Map(state.jobs),
    deliveries: state.deliveries.copy(),
    lastRevisionId: state.lastRevisionId,
  };
}

function mapValues<Value>(map: ReadonlyMap<string, Value>, copy: (value: Value) => Value): Map<string, Value> {
  const copied = new Map<string, Value>();
  for (const [key, value] of map) copied.set(key, copy(value));
  return copied;
}

/** The key of a record. */
export function recordKey(record: Pick<AttendanceRecord, 'schoolId' | 'date' | 'childId' | 'session'>): string {
  return `${record.schoolId}\0${record.date}\0${record.childId}\0${record.session}`;
}

/** A record that shares nothing with the original. */
export function copyRecord(record: AttendanceRecord): AttendanceRecord {
  return {
    ...record,
    occurredAt: new Date(record.occurredAt),
    confirmedAt: new Date(record.confirmedAt),
    recordedAt: new Date(record.recordedAt),
  };
}

/** A revision as the history shows it, sharing nothing with the row. */
export function copyRevision({ endedSpan: _, ...revision }: RevisionRow): Revision {
  return { ...revision, occurredAt: new Date(revision.occurredAt), recordedAt: new Date(revision.recordedAt) };
}

/** Copies of all tables, in the order in which rows were first written. */
export function copyTables(state: MemoryState): MemoryTables {
  const revisions = [...state.revisions.values()].flat().map(copyRevision);
  return {
    records: [...state.records.values()].map(copyRecord),
    revisions: revisions.sort((a, b) => Number(a.id) - Number(b.id)),
    dailyCounts: [...state.counts.values()].flatMap((day) => [...day.values()].map((row) => ({ ...row }))),
    notificationJobs: structuredClone([...state.jobs.values()]),
    deliveries: [...state.deliveries.all()].map(({ row }) => structuredClone(row)),
  };
}
