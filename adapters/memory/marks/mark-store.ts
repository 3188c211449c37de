import type { MarkResult, MarkStore, RecordMarksRequest } from '../../../src/index.js';
import { type DecidedMark, findRepeatedMark, type MarkKey, repeatedMark } from '../../../src/rules/index.js';
import type { MemoryParts } from '../roster/memory-parts.js';
import type { RosterIndex } from '../roster/roster-index.js';
import { copyRecord, type MemoryState } from '../store/memory-state.js';
import type { MemoryTransaction } from '../store/memory-transaction.js';
import { addToJob, planJobs } from './notification-jobs.js';
import { type Plan, type PlannedMark, planMark, type RejectedMark, type Rejection } from './plan-mark.js';
import { writeMark } from './write-mark.js';

/** Records marks in memory. A write is synchronous, and so atomic. */
export function createMarkStore({ store, roster }: MemoryParts): MarkStore<MemoryTransaction> {
  return {
    recordMarks: (request, callOptions = {}) =>
      store.write(callOptions, (state) => recordMarks(state, roster(), request)),
  };
}

/** Plans all marks before it writes the first one, so that an error leaves nothing half done. */
function recordMarks(state: MemoryState, roster: RosterIndex, request: RecordMarksRequest): MarkResult[] {
  const now = new Date(request.now);
  const copied = { ...request, now };
  const plans = request.marks.map((mark, index) => planMark(state, roster, copied, mark, index + 1));
  requireDistinct(plans);
  if (request.allOrNothing && plans.some((plan) => plan.outcome === 'rejected')) return plans.map(rejectWithOthers);
  const accepted = plans.filter((plan) => plan.outcome !== 'rejected');
  const jobs = request.jobIds.length === 0 ? [] : planJobs(accepted.map(toDecided), request);
  for (const plan of accepted) writeMark(state, plan, copied);
  for (const job of jobs) state.jobs.set(job.id, addToJob(state.jobs.get(job.id), job));
  return plans.map((plan) => (plan.outcome === 'rejected' ? toRejection(plan) : toResult(plan, request)));
}

/** @throws {AttendanceError} `invalid_command` when two marks are of the same child, day and session. */
function requireDistinct(plans: readonly Plan[]): void {
  // Plans of different children need no keys.
  if (new Set(plans.map(childOfPlan)).size === plans.length) return;
  const repeated = findRepeatedMark(plans.map(keyOfPlan));
  if (repeated) throw repeatedMark(repeated);
}

function childOfPlan(plan: Plan): string {
  return plan.outcome === 'rejected' ? plan.childId : plan.after.childId;
}

function keyOfPlan(plan: Plan): MarkKey {
  return plan.outcome === 'rejected' ? plan : plan.after;
}

function toDecided({ outcome, today, after: { schoolId, childId, date, session } }: PlannedMark): DecidedMark {
  return { outcome, today, schoolId, childId, date, session };
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

function rejectWithOthers(plan: Plan): Rejection {
  if (plan.outcome === 'rejected') return toRejection(plan);
  const { childId, date, session } = plan.after;
  return { outcome: 'rejected', childId, date, session, code: 'bulk_rejected' };
}

function toRejection({ schoolId: _, ...rejection }: RejectedMark): Rejection {
  return rejection;
}
