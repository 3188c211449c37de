import {
  type AcceptedOutcome,
  type AttendanceRecord,
  isStatusChange,
  type Mark,
  type MarkResult,
  type RecordMarksRequest,
  type RejectionCode,
} from '../../../src/index.js';
import {
  type Admission,
  admitMark,
  applyMark,
  type DecidedMark,
  decideMark,
  findRepeatedMark,
  isInHistory,
  isLoggedByFirstTry,
  type MarkCandidate,
  type MarkKey,
  nextRevisionId,
  repeatedMark,
} from '../../../src/rules/index.js';
import { findChild, type RosterIndex } from '../roster/roster-index.js';
import { copyRecord, type MemoryState } from '../store/memory-state.js';
import { addToCount, type ChildRows, type RevisionRow, type SchoolDay } from '../store/school-days.js';
import { addToJob, planJobs } from './notification-jobs.js';

/** The effect that one mark will have. Planned for all marks first, so that a failure leaves nothing half done. */
interface PlannedMark {
  readonly mark: Mark;
  readonly outcome: AcceptedOutcome;
  readonly happenedAt: Date;
  readonly day: SchoolDay;
  /** The rows of the child on that day, `undefined` before its first mark. */
  readonly rows: ChildRows | undefined;
  readonly before: AttendanceRecord | undefined;
  readonly after: AttendanceRecord;
  /** The school's today, which decides whether guardians are told. */
  readonly today: string;
  /** The id of the revision that the mark leaves, if it does. */
  readonly revisionId: bigint;
}

type Rejection = Extract<MarkResult, { outcome: 'rejected' }>;
type RejectedAdmission = Extract<Admission, { readonly code: RejectionCode }>;
type Plan = PlannedMark | (Rejection & { readonly schoolId: string | null });

/**
 * Records marks: all of them, or nothing when something throws.
 * @throws {AttendanceError} `invalid_command` when two marks are of the same child, day and session.
 */
export function recordMarks(state: MemoryState, roster: RosterIndex, request: RecordMarksRequest): MarkResult[] {
  const now = new Date(request.now);
  const copied = { ...request, now };
  const plans = request.marks.map((mark, index) => planMark(state, roster, copied, mark, index + 1));
  requireDistinct(plans);
  if (request.allOrNothing && plans.some((plan) => plan.outcome === 'rejected')) return plans.map(rejectWithOthers);
  const accepted = plans.filter((plan) => plan.outcome !== 'rejected');
  const jobs = planJobs(accepted.map(toDecided), request);
  for (const plan of accepted) apply(state, plan, copied);
  for (const job of jobs) state.jobs.set(job.id, addToJob(state.jobs.get(job.id), job));
  return plans.map((plan) => (plan.outcome === 'rejected' ? toRejection(plan) : toResult(plan, request)));
}

function toDecided({ outcome, today, after: { schoolId, childId, date, session } }: PlannedMark): DecidedMark {
  return { outcome, today, schoolId, childId, date, session };
}

function requireDistinct(plans: readonly Plan[]): void {
  const repeated = plans.length > 1 && findRepeatedMark(plans.map(keyOfPlan));
  if (repeated) throw repeatedMark(repeated);
}

function keyOfPlan(plan: Plan): MarkKey {
  return plan.outcome === 'rejected' ? plan : plan.after;
}

function planMark(
  state: MemoryState,
  roster: RosterIndex,
  request: RecordMarksRequest,
  mark: Mark,
  position: number,
): Plan {
  const schoolId = request.schoolId ?? mark.schoolId;
  const admission = admitMark(mark, findCandidates(state, roster, schoolId, mark), request);
  if (admission.code !== undefined) return reject(mark, admission);
  const { date, today } = admission;
  const day = state.days.open({ schoolId: admission.schoolId, date, session: mark.session });
  const rows = day.children.get(mark.childId);
  const before = rows?.record;
  const decision = decideMark(before, mark, rows ? { ...request, history: rows.revisions } : request);
  const happenedAt = new Date(decision.happenedAt);
  const after = applyMark(before, mark, { outcome: decision.outcome, happenedAt }, day, request.now);
  const revisionId = nextRevisionId(state.days.lastRevision(day.schoolId, date, mark.childId), request.now, position);
  return { mark, outcome: decision.outcome, happenedAt, day, rows, before, after, today, revisionId };
}

/** The school named, or every one that has a child of that id. */
function findCandidates(
  { days }: MemoryState,
  roster: RosterIndex,
  named: string | undefined,
  { childId, session }: Mark,
): MarkCandidate[] {
  const schoolIds = named === undefined ? (roster.schoolsOfChild.get(childId) ?? []) : [named];
  return schoolIds.map((schoolId) => ({
    schoolId,
    timezone: roster.schools.get(schoolId)?.timezone,
    enrolments: findChild(roster, schoolId, childId)?.enrolments,
    hasRecord: (date) => days.find({ schoolId, date, session })?.children.has(childId) ?? false,
  }));
}

function apply(state: MemoryState, plan: PlannedMark, request: RecordMarksRequest): void {
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

/** The revision that a mark leaves, if it does. */
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

function reject({ childId, session }: Mark, { code, schoolId, date }: RejectedAdmission): Plan {
  return { outcome: 'rejected', schoolId: schoolId ?? null, childId, date, session, code };
}

function rejectWithOthers(plan: Plan): Rejection {
  if (plan.outcome === 'rejected') return toRejection(plan);
  const { childId, date, session } = plan.after;
  return { outcome: 'rejected', childId, date, session, code: 'bulk_rejected' };
}

function toRejection({ schoolId: _, ...rejection }: Extract<Plan, { outcome: 'rejected' }>): Rejection {
  return rejection;
}
