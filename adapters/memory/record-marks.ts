import {
  type AcceptedOutcome,
  type AttendanceRecord,
  isStatusChange,
  type Mark,
  type MarkResult,
  type RecordMarksRequest,
  type RejectionCode,
} from '../../src/index.js';
import { admitMark, applyMark, decideMark, isInHistory, isLoggedByFirstTry } from '../../src/rules/index.js';
import { addToCount } from './daily-counts.js';
import { copyRecord, type MemoryState } from './memory-state.js';
import { addToJob, planJobs } from './notification-jobs.js';
import type { RosterIndex } from './roster-index.js';
import type { ChildRows, RevisionRow, SchoolDay } from './school-days.js';

/** What one mark will do. Planned for all marks first, so that a failure leaves nothing half done. */
export interface PlannedMark {
  readonly mark: Mark;
  readonly outcome: AcceptedOutcome;
  readonly happenedAt: Date;
  readonly day: SchoolDay;
  /** What is kept of the child on that day, `undefined` before its first mark. */
  readonly rows: ChildRows | undefined;
  readonly before: AttendanceRecord | undefined;
  readonly after: AttendanceRecord;
  /** The school's today, which decides whether guardians are told. */
  readonly today: string;
}

type Rejection = Extract<MarkResult, { outcome: 'rejected' }>;

/** Records marks: all of them, or nothing when something throws. */
export function recordMarks(state: MemoryState, roster: RosterIndex, request: RecordMarksRequest): MarkResult[] {
  const now = new Date(request.now);
  const copied = { ...request, now };
  const plans = request.marks.map((mark) => planMark(state, roster, copied, mark));
  if (request.allOrNothing && plans.some((plan) => plan.outcome === 'rejected')) return plans.map(rejectWithOthers);
  const accepted = plans.filter((plan) => plan.outcome !== 'rejected');
  const jobs = planJobs(accepted, request);
  for (const plan of accepted) apply(state, plan, copied);
  for (const job of jobs) state.jobs.set(job.id, addToJob(state.jobs.get(job.id), job));
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
  const day = state.days.open({ schoolId: child.schoolId, date, session: mark.session });
  const rows = day.children.get(mark.childId);
  const before = rows?.record;
  const decision = decideMark(before, mark, rows ? { ...request, history: rows.revisions } : request);
  const happenedAt = new Date(decision.happenedAt);
  const after = applyMark(before, mark, { outcome: decision.outcome, happenedAt }, day, request.now);
  return { mark, outcome: decision.outcome, happenedAt, day, rows, before, after, today };
}

function findOnRoster(roster: RosterIndex, schoolId: string | undefined, childId: string) {
  const found = roster.children.get(childId);
  const child = schoolId === undefined || found?.schoolId === schoolId ? found : undefined;
  const owner = schoolId ?? child?.schoolId;
  return { schoolId, child, school: owner === undefined ? undefined : roster.schools.get(owner) };
}

function apply(state: MemoryState, plan: PlannedMark, request: RecordMarksRequest): void {
  const { day, rows, before, after, outcome } = plan;
  if (isStatusChange(outcome)) {
    addToCount(day, before?.status ?? null, -1);
    addToCount(day, after.status, 1);
  }
  const revisions = toRevisions(state, plan, request);
  if (rows) {
    rows.record = after;
    rows.revisions.push(...revisions);
  } else {
    day.children.set(after.childId, { record: after, revisions });
  }
}

/** The revision that a mark leaves, if it does. */
function toRevisions(state: MemoryState, plan: PlannedMark, { now, mayBeRecorded }: RecordMarksRequest): RevisionRow[] {
  const { mark, outcome, happenedAt, rows, before, after } = plan;
  if (outcome === 'unchanged' || outcome === 'kept') return [];
  const superseded = outcome === 'superseded';
  const history = rows?.revisions ?? [];
  if (superseded && isInHistory(mark, after, history)) return [];
  if (superseded && mayBeRecorded && isLoggedByFirstTry(mark, now, history)) return [];
  state.lastRevisionId += 1;
  const { reason = null, note = null } = superseded ? mark : after;
  return [
    {
      id: String(state.lastRevisionId),
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

function toResult({ outcome, before, after }: PlannedMark, { returning }: RecordMarksRequest): MarkResult {
  const result = {
    outcome,
    schoolId: after.schoolId,
    childId: after.childId,
    date: after.date,
    session: after.session,
    previousStatus: before?.status ?? null,
  };
  return returning === 'records' ? { ...result, record: copyRecord(after) } : result;
}

function reject({ childId }: Mark, code: RejectionCode): Rejection {
  return { outcome: 'rejected', childId, code };
}

function rejectWithOthers(plan: PlannedMark | Rejection): Rejection {
  return plan.outcome === 'rejected' ? plan : reject(plan.mark, 'bulk_rejected');
}
