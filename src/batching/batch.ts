import type { RecordMarksRequest } from '../ports/mark-store.js';
import { type Lane, type QueuedMark, unknownLane } from './queued-mark.js';

/**
 * Marks of one statement. A batch that fails falls into smaller batches (see `splitBatch`). A patient batch has a
 * blocked school's marks alone, and ends with its try.
 */
export interface Batch {
  /** Lane by lane, no child of a school twice. */
  readonly marks: readonly QueuedMark[];
  readonly lanes: readonly Lane[];
  /** The newest of the marks' instants; kept by what is tried again. */
  readonly now: Date;
  /** True if an earlier try may have been recorded. */
  readonly mayBeRecorded: boolean;
  /** True if it waits for a lock as long as a call may take: a blocked school's marks, alone. */
  readonly isPatient: boolean;
}

/** The settings that all statements of a host have in common. */
export interface BatchSettings {
  readonly editableDays: number | null;
  readonly correctDays: number;
  /** A new notification job's id, a uuid; `undefined` where no jobs are written. */
  readonly nextJobId: (() => string) | undefined;
}

/**
 * The longest that a statement may wait for a lock, in milliseconds. After that its schools go on in smaller groups,
 * and a school alone patiently. Ordinary waits, as for a bulk of 2,000, are a third of it (measured: 77 ms).
 */
const maxLockWaitMs = 250;

/** A batch of marks that were never sent before. */
export function createBatch(marks: readonly QueuedMark[], { isPatient }: Pick<Batch, 'isPatient'>): Batch {
  return toBatch(marks, { now: newest(marks), mayBeRecorded: false, isPatient });
}

/** The same marks, as they are tried again. */
export function toBatch(
  marks: readonly QueuedMark[],
  { now, mayBeRecorded, isPatient }: Omit<Batch, 'marks' | 'lanes'>,
): Batch {
  return { marks, lanes: [...new Set(marks.map(({ lane }) => lane))], now, mayBeRecorded, isPatient };
}

/** Makes the request for the store. A batch that names one school only pins it. */
export function toRequest(batch: Batch, { editableDays, correctDays, nextJobId }: BatchSettings): RecordMarksRequest {
  const { now, mayBeRecorded } = batch;
  const marks = batch.marks.map(({ mark }) => mark);
  const schoolId = marks[0]?.schoolId;
  const isPinned = schoolId !== undefined && marks.every((mark) => mark.schoolId === schoolId);
  return {
    ...(isPinned && { schoolId }),
    marks,
    onlyUnmarked: false,
    allOrNothing: false,
    editableDays,
    correctDays,
    now,
    jobIds: nextJobId ? Array.from({ length: isPinned ? 1 : countSchools(batch) }, nextJobId) : [],
    returning: 'records',
    ...(mayBeRecorded && { mayBeRecorded }),
    ...(!batch.isPatient && { maxLockWaitMs }),
  };
}

/** Says if a lock that one of the marks waits for blocks marks of other schools. */
export function mayBlockOthers({ lanes, marks }: Pick<Batch, 'lanes' | 'marks'>): boolean {
  return lanes.length > 1 || (marks.length > 1 && lanes[0]?.key === unknownLane);
}

/** Counts the schools at most: each mark without a school may be of another one. */
function countSchools({ marks }: Batch): number {
  return new Set(marks.map(({ mark }) => mark.schoolId ?? mark)).size;
}

function newest(marks: readonly QueuedMark[]): Date {
  return new Date(Math.max(...marks.map(({ now }) => now.getTime())));
}
