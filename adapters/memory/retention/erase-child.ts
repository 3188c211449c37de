import type { EraseChildRequest, ErasedChild } from '../../../src/index.js';
import { childNotFound, deliveryWithout, subjectsWithout } from '../../../src/rules/index.js';
import { findChild, type RosterIndex, requireSchool } from '../roster/roster-index.js';
import type { MemoryState } from '../store/memory-state.js';
import { addToCount } from '../store/school-days.js';

/**
 * Deletes everything stored of one child.
 * @throws {AttendanceError} `school_not_found`; `child_not_found` when it is neither on the roster nor in the store.
 */
export function eraseChild(state: MemoryState, roster: RosterIndex, query: EraseChildRequest): ErasedChild {
  requireSchool(roster, query.schoolId);
  const { records, revisions } = eraseRows(state, query);
  const jobs = eraseFromJobs(state, query);
  const deliveries = eraseFromDeliveries(state, query);
  const isNothing = records + revisions + jobs + deliveries === 0;
  if (isNothing && !findChild(roster, query.schoolId, query.childId)) {
    throw childNotFound(query.schoolId, query.childId);
  }
  return { records, revisions, deliveries };
}

function eraseRows(
  { days }: MemoryState,
  { schoolId, childId }: EraseChildRequest,
): { records: number; revisions: number } {
  const erased = { records: 0, revisions: 0 };
  for (const day of days.all(schoolId)) {
    const rows = day.children.get(childId);
    if (!rows) continue;
    day.children.delete(childId);
    addToCount(day, rows.record.status, -1);
    erased.records += 1;
    erased.revisions += rows.revisions.length;
  }
  return erased;
}

/** A job about nobody else goes. */
function eraseFromJobs({ jobs }: MemoryState, { schoolId, childId }: EraseChildRequest): number {
  const about = [...jobs.values()].filter(
    (job) => job.schoolId === schoolId && job.subjects.some((subject) => subject.childId === childId),
  );
  for (const job of about) {
    const subjects = subjectsWithout(job.subjects, childId);
    if (subjects.length === 0) jobs.delete(job.id);
    else jobs.set(job.id, { ...job, subjects });
  }
  return about.length;
}

function eraseFromDeliveries({ deliveries }: MemoryState, { schoolId, childId }: EraseChildRequest): number {
  const about = [...deliveries.all()].filter(
    ({ row }) => row.schoolId === schoolId && row.subjects.some((subject) => subject.childId === childId),
  );
  for (const { row } of about) {
    const rest = deliveryWithout(row, childId);
    if (rest) deliveries.put({ ...row, ...rest });
    else deliveries.delete(row);
  }
  return about.length;
}
