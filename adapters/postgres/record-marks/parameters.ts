import type { Mark, RecordMarksRequest } from '../../../src/index.js';
import { intents } from './conflicting-row.js';

/** What is not the marks'. */
export interface HowToSend {
  /** True once an earlier try, which may have lost its connection only, may have been recorded all the same. */
  readonly mayBeRecorded: boolean;
  /** The longest wait for a lock, in milliseconds, which then comes last. */
  readonly maxLockWaitMs: number | undefined;
}

/**
 * The statement's parameters, in the order of their numbers: arrays, so that their number never depends on the marks'.
 */
export function toParameters(request: RecordMarksRequest, { mayBeRecorded, maxLockWaitMs }: HowToSend): unknown[] {
  const { marks, schoolId } = request;
  return [
    request.now.toISOString(),
    request.editableDays,
    request.allOrNothing,
    request.onlyUnmarked,
    request.jobIds,
    schoolId ?? marks.map((mark) => mark.schoolId ?? null),
    marks.map((mark) => mark.childId),
    marks.map((mark) => mark.status),
    marks.map((mark) => mark.occurredAt.toISOString()),
    marks.map((mark) => toIntent(mark, mayBeRecorded)),
    marks.map((mark) => mark.date ?? null),
    marks.map((mark) => mark.session),
    marks.map((mark) => mark.reason ?? null),
    marks.map((mark) => mark.note ?? null),
    marks.map((mark) => mark.markedBy),
    ...(maxLockWaitMs === undefined ? [] : [`${maxLockWaitMs}ms`]),
  ];
}

function toIntent(mark: Mark, mayBeRecorded: boolean): number {
  const occurredLast = mark.occurredLast ? intents.occurredLast : 0;
  const retried = mayBeRecorded ? intents.mayBeRecorded : 0;
  const keepsReason = mark.reason === undefined ? intents.keepsReason : 0;
  const keepsNote = mark.note === undefined ? intents.keepsNote : 0;
  return occurredLast | retried | keepsReason | keepsNote;
}
