import type { AttendanceRecord, Mark } from 'rollbook';
import type { HistoryEntry } from 'rollbook/rules';

/** So many minutes after eight. */
export const minute = (minutes: number) => new Date(Date.UTC(2026, 10, 2, 1, minutes));

/** `present`, five past eight. */
export function aMark(changes: Partial<Mark> = {}): Mark {
  return {
    childId: 'ani',
    status: 'present',
    occurredAt: minute(5),
    occurredLast: false,
    session: 'day',
    markedBy: 'teacher-1',
    ...changes,
  };
}

/** `present` since eight, confirmed at two past. */
export function aRecord(changes: Partial<AttendanceRecord> = {}): AttendanceRecord {
  return {
    schoolId: 'melati',
    childId: 'ani',
    date: '2026-11-02',
    session: 'day',
    status: 'present',
    reason: null,
    note: null,
    markedBy: 'teacher-2',
    occurredAt: minute(0),
    confirmedAt: minute(2),
    recordedAt: minute(3),
    ...changes,
  };
}

/** `present` recorded at eight, which ended nothing. */
export function anEntry(changes: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    outcome: 'recorded',
    status: 'present',
    reason: null,
    note: null,
    markedBy: 'teacher-2',
    occurredAt: minute(0),
    recordedAt: minute(0),
    endedSpan: null,
    ...changes,
  };
}
