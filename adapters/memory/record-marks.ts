import {
  type AcceptedOutcome,
  type AttendanceRecord,
  admitMark,
  applyMark,
  decideMark,
  isInHistory,
  isStatusChange,
  type Mark,
  type MarkDecision,
  type MarkResult,
  type RecordMarksRequest,
  type RejectionCode,
} from '../../src/index.js';
import { addToCount } from './daily-counts.js';
import { keyOf } from './key-of.js';
import { copyRecord, type MemoryState, type RevisionRow, recordKey } from './memory-state.js';
import { planJobs } from './notification-jobs.js';
import type { RosterIndex } from './roster-index.js';

/** What one mark will do. Planned for all marks first, so that a failure leaves nothing half done. */
export interface PlannedMark {
  readonly mark: Mark;
  readonly outcome: AcceptedOutcome;
  readonly happenedAt: Date;
  /** Of the record. */
  readonly key: string;
  readonly before: AttendanceRecord | undefined;
  readonly after: AttendanceRecord;
  /** The school's today, which decides whether guardians are told. */
  readonly today: string;
}

type Rejection = Extract<MarkResult, { outcome: 'rejected' }>;

/** Records marks: all of them, or nothing when something throws. */
export function recordMarks(state: MemoryState, roster: RosterIndex, request: RecordMarksRequest): MarkResult[] {
  const plans = request.marks.map((mark) => planMark(state, roster, request, mark));
  if (request.allOrNothing && plans.some((plan) => plan.outcome === 'rejected')) return plans.map(rejectWithOthers);
  const accepted = plans.filter((plan) => plan.outcome !== 'rejected');
  const jobs = planJobs(accepted, request);
  for (const plan of accepted) apply(state, plan, request.now);
  for (const job of jobs) state.jobs.set(job.id, job);
  return plans.map((plan) => (plan.outcome === 'rejected' ? plan : toResult(plan, request)));
}

function planMark(
  state: MemoryState,
  roster: RosterIndex,
  request: RecordMarksRequest,
  mark: Mark,
): PlannedMark | Rejection {
  const { schoolId, child, school } = findOnRoster(roster, request.schoolId ?? mark.schoolId, mark.childId);
  const named = schoolId === mark.schoolId || schoolId === undefined ? mark : { ...mark, schoolId };
  const admission = admitMark(named, school, child, request);
  if (admission.code !== undefined) return reject(mark, admission.code);
  if (!child) return reject(mark, 'child_not_found');
  const { date, today } = admission;
  const place = { schoolId: child.schoolId, date, childId: mark.childId, session: mark.session };
  const key = recordKey(place);
  const before = state.records.get(key);
  const { outcome, happenedAt }: MarkDecision = decideMark(before, mark, request);
  const after = applyMark(before, mark, { outcome, happenedAt }, place, request.now);
  return { mark, outcome, happenedAt, key, before, after, today };
}

function findOnRoster(roster: RosterIndex, schoolId: string | undefined, childId: string) {
  const found = roster.children.get(childId);
  const child = schoolId === undefined || found?.schoolId === schoolId ? found : undefined;
  const owner = schoolId ?? child?.schoolId;
  return { schoolId, child, school: owner === undefined ? undefined : roster.schools.get(owner) };
}

function apply(state: MemoryState, plan: PlannedMark, now: Date): void {
  const { key, before, after, outcome } = plan;
  state.records.set(key, copyRecord(after));
  if (isStatusChange(outcome)) moveCounts(state, before, after);
  logRevision(state, plan, now);
}

function moveCounts(state: MemoryState, before: AttendanceRecord | undefined, after: AttendanceRecord): void {
  const { schoolId, date, session } = after;
  if (before && before.status !== null) addToCount(state, { schoolId, date, session, status: before.status }, -1);
  if (after.status !== null) addToCount(state, { schoolId, date, session, status: after.status }, 1);
}

function logRevision(state: MemoryState, plan: PlannedMark, now: Date): void {
  const { outcome, after } = plan;
  if (outcome === 'unchanged' || outcome === 'kept') return;
  const key = keyOf(after.schoolId, after.childId);
  const all = state.revisions.get(key);
  if (outcome === 'superseded') {
    const history = all?.filter(({ date, session }) => date === after.date && session === after.session) ?? [];
    if (isInHistory(plan.mark, after, history)) return;
  }
  state.lastRevisionId += 1;
  const revision = { ...toRevision(plan, now), outcome, id: String(state.lastRevisionId) };
  if (all) all.push(revision);
  else state.revisions.set(key, [revision]);
}

function toRevision(
  { mark, outcome, happenedAt, before, after }: PlannedMark,
  now: Date,
): Omit<RevisionRow, 'id' | 'outcome'> {
  const superseded = outcome === 'superseded';
  return {
    schoolId: after.schoolId,
    childId: after.childId,
    date: after.date,
    session: after.session,
    superseded,
    status: mark.status,
    previousStatus: before?.status ?? null,
    reason: superseded ? (mark.reason ?? null) : after.reason,
    note: superseded ? (mark.note ?? null) : after.note,
    markedBy: mark.markedBy,
    occurredAt: new Date(happenedAt),
    recordedAt: new Date(now),
    endedSpan: superseded || !before ? null : before,
  };
}

function toResult({ outcome, before, after }: PlannedMark, { returning }: RecordMarksRequest): MarkResult {
  return {
    outcome,
    schoolId: after.schoolId,
    childId: after.childId,
    date: after.date,
    session: after.session,
    previousStatus: before?.status ?? null,
    ...(returning === 'records' && { record: copyRecord(after) }),
  };
}

function reject({ childId }: Mark, code: RejectionCode): Rejection {
  return { outcome: 'rejected', childId, code };
}

function rejectWithOthers(plan: PlannedMark | Rejection): Rejection {
  return plan.outcome === 'rejected' ? plan : reject(plan.mark, 'bulk_rejected');
}
