import { isAttendanceError } from '../domain/errors.js';
import { storeFaultOf } from '../domain/store-fault.js';
import { type Batch, mayBlockOthers, toBatch } from './batch.js';
import { type QueuedMark, unknownLane } from './queued-mark.js';

/** The number of parts of a batch that waited too long for a lock: three tries find the blocked one of 512 schools. */
const groups = 8;

/**
 * Splits a batch that failed into smaller ones, until a failing mark or school fails alone.
 * @returns  No parts when the error is every caller's: of a mark or a school alone, or of a store that nobody can use
 *           now. Such a store has tried again already.
 */
export function splitBatch(batch: Batch, error: unknown): Batch[] {
  const mayBeRecorded = batch.mayBeRecorded || !isKnownToBeUndone(error);
  const isPatient = isBlocked(error) && !mayBlockOthers(batch);
  return partsOf(batch, error).map((marks) => toBatch(marks, { now: batch.now, mayBeRecorded, isPatient }));
}

/**
 * Says if the store itself gave up a statement that took too long, because of one school perhaps. A statement without
 * an answer fails for all: it may still be at work, and a further statement would run beside it.
 */
function isBlocked(error: unknown): boolean {
  if (!isAttendanceError(error, 'repository_unavailable')) return false;
  const { reason, sqlState } = error.details;
  return sqlState === lockNotAvailable || (reason === 'timeout' && sqlState !== undefined);
}

const lockNotAvailable = '55P03';

function partsOf(batch: Batch, error: unknown): QueuedMark[][] {
  const { marks } = batch;
  if (isBlocked(error)) return batch.isPatient ? [] : chunks(unitsOf(batch), groups).map((units) => units.flat());
  if (isAttendanceError(error, 'repository_unavailable') || isAttendanceError(error, 'aborted') || storeFaultOf(error))
    return [];
  return marks.length > 1 ? chunks(marks, 2) : [];
}

/** Groups marks that are blocked only as a whole: a school's marks, or a mark of which no school is known. */
function unitsOf({ marks }: Batch): QueuedMark[][] {
  const bySchool = Map.groupBy(marks, (queued) => (queued.lane.key === unknownLane ? queued : queued.lane));
  return [...bySchool.values()];
}

/**
 * Says if nothing of a failed statement was recorded. A refused statement was rolled back, though an earlier try of the
 * store may not have been. Any other failed statement may have come through.
 */
function isKnownToBeUndone(error: unknown): boolean {
  if (isAttendanceError(error) && 'mayBeRecorded' in error.details) return false;
  if (isAttendanceError(error, 'repository_failed')) return true;
  return isAttendanceError(error, 'repository_unavailable') && error.details.sqlState !== undefined;
}

function chunks<Item>(items: readonly Item[], count: number): Item[][] {
  const size = Math.ceil(items.length / count);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
