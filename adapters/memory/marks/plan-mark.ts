import type {
  AcceptedOutcome,
  AttendanceRecord,
  Mark,
  MarkResult,
  RecordMarksRequest,
  RejectionCode,
} from '../../../src/index.js';
import {
  type Admission,
  admitMark,
  applyMark,
  decideMark,
  type MarkCandidate,
  nextRevisionId,
} from '../../../src/rules/index.js';
import { findChild, type RosterIndex } from '../roster/roster-index.js';
import type { MemoryState } from '../store/memory-state.js';
import type { ChildRows, SchoolDay } from '../store/school-days.js';

/** A mark that is accepted, with everything that it writes. */
export interface PlannedMark {
  readonly mark: Mark;
  readonly outcome: AcceptedOutcome;
  readonly happenedAt: Date;
  readonly day: SchoolDay;
  /** The child's rows of that day and session, `undefined` before its first mark. */
  readonly rows: ChildRows | undefined;
  readonly before: AttendanceRecord | undefined;
  readonly after: AttendanceRecord;
  /** The school's today, which decides whether guardians are told. */
  readonly today: string;
  /** The id of the revision that the mark leaves, if it leaves one. */
  readonly revisionId: bigint;
}

/** The result of a mark that is rejected. */
export type Rejection = Extract<MarkResult, { outcome: 'rejected' }>;

/** A mark that is rejected, with its school; `null` when the school is not known. */
export type RejectedMark = Rejection & { readonly schoolId: string | null };

/** The plan of one mark. */
export type Plan = PlannedMark | RejectedMark;

type RejectedAdmission = Extract<Admission, { readonly code: RejectionCode }>;

/**
 * Decides on one mark, and writes nothing.
 * @param position  Place of the mark in the request, from 1.
 */
export function planMark(
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
  const revisionId = nextRevisionId(state.days.lastRevision(day, mark.childId), request.now, position);
  return { mark, outcome: decision.outcome, happenedAt, day, rows, before, after, today, revisionId };
}

/** Finds the school named, or every school that has a child of that id. */
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

function reject({ childId, session }: Mark, { code, schoolId, date }: RejectedAdmission): Plan {
  return { outcome: 'rejected', schoolId: schoolId ?? null, childId, date, session, code };
}
