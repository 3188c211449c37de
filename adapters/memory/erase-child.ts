import { type AttendanceRepository, childNotFound, type ErasedChild } from '../../src/index.js';
import { addToCount } from './daily-counts.js';
import type { MemoryState } from './memory-state.js';
import type { DeliveryRow } from './outbox/delivery-row.js';
import { requireSchool } from './queries.js';
import { findChild, type RosterIndex } from './roster-index.js';

type EraseQuery = Parameters<AttendanceRepository['eraseChild']>[0];

/**
 * Deletes everything stored of one child.
 * @throws {AttendanceError} `school_not_found`; `child_not_found` when it is neither on the roster nor in the store.
 */
export function eraseChild(state: MemoryState, roster: RosterIndex, query: EraseQuery): ErasedChild {
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

function eraseRows({ days }: MemoryState, { schoolId, childId }: EraseQuery): { records: number; revisions: number } {
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
function eraseFromJobs({ jobs }: MemoryState, { schoolId, childId }: EraseQuery): number {
  const about = [...jobs.values()].filter(
    (job) => job.schoolId === schoolId && job.changes.some((change) => change.childId === childId),
  );
  for (const job of about) {
    const changes = job.changes.filter((change) => change.childId !== childId);
    if (changes.length === 0) jobs.delete(job.id);
    else jobs.set(job.id, { ...job, changes });
  }
  return about.length;
}

function eraseFromDeliveries({ deliveries }: MemoryState, { schoolId, childId }: EraseQuery): number {
  const about = [...deliveries.all()].filter(({ row }) => row.schoolId === schoolId && row.childIds.includes(childId));
  for (const { row } of about) {
    const rest = without(row, childId);
    if (rest) deliveries.put(rest);
    else deliveries.delete(row);
  }
  return about.length;
}

/** `undefined` when it is about nobody else, or tells of nobody else. Another content has another id, unless a worker is sending it. */
function without(row: DeliveryRow, childId: string): DeliveryRow | undefined {
  const childIds = row.childIds.filter((id) => id !== childId);
  const changes = row.changes?.filter((change) => change.childId !== childId) ?? null;
  if (childIds.length === 0 || changes?.length === 0) return undefined;
  const isAnother = row.leaseToken === null && changes?.length !== row.changes?.length;
  const rest = { ...row, childIds, changes };
  if (!isAnother) return rest;
  return { ...rest, revision: row.revision + 1, attempt: row.state === 'pending' ? 0 : row.attempt };
}
