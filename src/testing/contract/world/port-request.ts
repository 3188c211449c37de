import type { Mark } from '../../../domain/marks/mark.js';
import type { Child } from '../../../domain/roster.js';
import type { RecordMarksRequest } from '../../../ports/mark-store.js';
import { at } from './contract-roster.js';

/** Statuses for tests that need several. */
export const statuses = ['present', 'late', 'sick', 'excused', 'absent'];

/** One mark as the port takes it, at eight in the morning by `teacher-1` unless said otherwise. */
export function markOf({ id: childId }: Child, status: string | null, overrides: Partial<Mark> = {}): Mark {
  return {
    childId,
    status,
    occurredAt: at('08:00'),
    occurredLast: false,
    session: 'am',
    markedBy: 'teacher-1',
    ...overrides,
  };
}

/** Makes a request to the port, at noon, without jobs unless said otherwise. */
export function requestOf(marks: readonly Mark[], overrides: Partial<RecordMarksRequest> = {}): RecordMarksRequest {
  return {
    marks,
    onlyUnmarked: false,
    allOrNothing: false,
    editableDays: null,
    correctDays: 7,
    now: at('12:00'),
    jobIds: [],
    returning: 'records',
    ...overrides,
  };
}
