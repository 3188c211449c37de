import type { AttendanceRecord, Revision } from '../../../src/index.js';
import type { DatedSubject } from '../../../src/rules/index.js';
import { Deliveries } from './deliveries.js';
import type { DeliveryRow } from './delivery-row.js';
import { type DailyCountRow, type RevisionRow, SchoolDays, toCountRows } from './school-days.js';

/** The subjects that guardians are to be told of: ids only. */
export interface NotificationJobRow {
  readonly id: string;
  readonly schoolId: string;
  readonly subjectType: string;
  /** The school's day when it was written. */
  readonly today: string;
  readonly createdAt: Date;
  /** The subjects, in the order of the marks. */
  readonly subjects: readonly DatedSubject[];
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

/** A table that a capability keeps in the state. */
export interface Room {
  copyTo(from: MemoryState, to: MemoryState): void;
}

/** The tables. Rows are replaced, never changed, so that a copy of what holds them is a copy. */
export interface MemoryState {
  /** Records, revisions and counts. */
  readonly days: SchoolDays;
  /** By id. */
  readonly jobs: Map<string, NotificationJobRow>;
  readonly deliveries: Deliveries;
  /** The places of capabilities that have a table here. */
  readonly rooms: Set<Room>;
  /** Counts the revisions that were ever written. */
  lastRevisionPlace: number;
}

/** A state with nothing stored. */
export function emptyState(): MemoryState {
  return {
    days: new SchoolDays(),
    jobs: new Map(),
    deliveries: new Deliveries(),
    rooms: new Set(),
    lastRevisionPlace: 0,
  };
}

/** A state that can be changed without the original noticing. */
export function copyState(state: MemoryState): MemoryState {
  const { days, jobs, deliveries, rooms, lastRevisionPlace } = state;
  const copy = {
    days: days.copy(),
    jobs: new Map(jobs),
    deliveries: deliveries.copy(),
    rooms: new Set<Room>(),
    lastRevisionPlace,
  };
  for (const room of rooms) room.copyTo(state, copy);
  return copy;
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
export function copyRevision({ endedSpan: _, place: __, ...revision }: RevisionRow): Revision {
  return { ...revision, occurredAt: new Date(revision.occurredAt), recordedAt: new Date(revision.recordedAt) };
}

/** Copies of all tables; revisions and what is told in the order in which rows were first written. */
export function copyTables(state: MemoryState): MemoryTables {
  const days = [...state.days.all()];
  const rows = days.flatMap(({ children }) => [...children.values()]);
  const revisions = rows.flatMap((row) => row.revisions).sort((a, b) => a.place - b.place);
  return {
    records: rows.map(({ record }) => copyRecord(record)),
    revisions: revisions.map(copyRevision),
    dailyCounts: days.flatMap(toCountRows),
    notificationJobs: structuredClone([...state.jobs.values()]),
    deliveries: [...state.deliveries.all()].map(({ row }) => structuredClone(row)),
  };
}
