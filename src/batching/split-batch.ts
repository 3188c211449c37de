import { isAttendanceError } from '../domain/errors.js';
import { storeFaultOf } from '../domain/store-fault.js';
import { type Batch, mayHoldUpOthers, toBatch } from './batch.js';
import { type QueuedMark, unknownLane } from './queued-mark.js';

/** A batch that waited too long for a lock falls into so many: three rounds find the slow one of 512 schools. */
const groups = 8;

/**
 * What to try instead of a batch that failed: smaller ones, until what fails fails alone.
 * @returns  None when the error is every caller's: of a mark or a school alone, or of a store that cannot be reached, which
 *           has tried again already, does not answer, or serves nobody.
 */
export function splitBatch(batch: Batch, error: unknown): Batch[] {
  const mayBeRecorded = batch.mayBeRecorded || !isKnownToBeUndone(error);
  const isPatient = isHeldUp(error) && !mayHoldUpOthers(batch);
  return partsOf(batch, error).map((marks) => toBatch(marks, { now: batch.now, mayBeRecorded, isPatient }));
}

/**
 * Whether the store itself gave up a statement that took too long, which one school may be the cause of, and not the others. One
 * that just does not answer is everybody's: it may still be at work, and what is sent after it would run beside it.
 */
function isHeldUp(error: unknown): boolean {
  if (!isAttendanceError(error, 'repository_unavailable')) return false;
  const { reason, sqlState } = error.details;
  return sqlState === lockNotAvailable || (reason === 'timeout' && sqlState !== undefined);
}

const lockNotAvailable = '55P03';

function partsOf(batch: Batch, error: unknown): QueuedMark[][] {
  const { marks } = batch;
  if (isHeldUp(error)) return batch.isPatient ? [] : chunks(unitsOf(batch), groups).map((units) => units.flat());
  if (isAttendanceError(error, 'repository_unavailable') || isAttendanceError(error, 'aborted') || storeFaultOf(error))
    return [];
  return marks.length > 1 ? chunks(marks, 2) : [];
}

/** What is never held up but as a whole: a school's marks, or a mark of which no school is known. */
function unitsOf({ marks }: Batch): QueuedMark[][] {
  const bySchool = Map.groupBy(marks, (queued) => (queued.lane.key === unknownLane ? queued : queued.lane));
  return [...bySchool.values()];
}

/** What the store refused was rolled back, though an earlier try of its own may not have been; whatever else failed may still have come through. */
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
