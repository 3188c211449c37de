import { isStatusChange, type RecordMarksRequest } from '../../../src/index.js';
import { isInHistory, isLoggedByFirstTry } from '../../../src/rules/index.js';
import type { MemoryState } from '../store/memory-state.js';
import { addToCount, type RevisionRow } from '../store/school-days.js';
import type { PlannedMark } from './plan-mark.js';

/** Writes the record, the revision and the counters of one mark. */
export function writeMark(state: MemoryState, plan: PlannedMark, request: RecordMarksRequest): void {
  const { day, rows, before, after, outcome, revisionId } = plan;
  if (isStatusChange(outcome)) {
    addToCount(day, before?.status ?? null, -1);
    addToCount(day, after.status, 1);
  }
  const revisions = toRevisions(state, plan, request);
  if (!rows) {
    day.children.set(after.childId, { record: after, lastRevision: revisionId, revisions });
    return;
  }
  rows.record = after;
  rows.revisions.push(...revisions);
  if (outcome !== 'unchanged' && outcome !== 'kept') rows.lastRevision = revisionId;
}

/** Makes the revision that a mark leaves, if it leaves one. */
function toRevisions(state: MemoryState, plan: PlannedMark, { now, mayBeRecorded }: RecordMarksRequest): RevisionRow[] {
  const { mark, outcome, happenedAt, rows, before, after, revisionId } = plan;
  if (outcome === 'unchanged' || outcome === 'kept') return [];
  const superseded = outcome === 'superseded';
  const history = rows?.revisions ?? [];
  if (superseded && isInHistory(mark, after, history)) return [];
  if (superseded && mayBeRecorded && isLoggedByFirstTry(mark, now, history)) return [];
  state.lastRevisionPlace += 1;
  const { reason = null, note = null } = superseded ? mark : after;
  return [
    {
      id: String(revisionId),
      place: state.lastRevisionPlace,
      schoolId: after.schoolId,
      childId: after.childId,
      date: after.date,
      session: after.session,
      outcome,
      superseded,
      status: mark.status,
      previousStatus: before?.status ?? null,
      reason,
      note,
      markedBy: mark.markedBy,
      occurredAt: happenedAt,
      recordedAt: now,
      endedSpan: superseded || !before ? null : before,
    },
  ];
}
