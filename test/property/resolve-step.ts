import type { Call, ChildInput, Details, Session, Status } from './calls.ts';
import type { BulkPick, CallStep, ChildPick, DayPick, OneOfBulk, Saying, Tenant, When } from './steps.ts';
import { addDays, childIdOf, schoolIdOf, zones } from './world.ts';

/** Where a sequence has got to. */
export interface Progress {
  readonly now: Date;
  /** The marks made so far, also in transactions that were rolled back: a client retries those just the same. */
  readonly marks: readonly Call[];
}

type StepDoing<Name extends CallStep['do']> = Extract<CallStep, { readonly do: Name }>;
type QueryStep = StepDoing<'register' | 'summary' | 'history' | 'reconcile'>;

/** The call that a step makes; `undefined` for a retry of nothing. */
export function toCall(step: CallStep, progress: Progress): Call | undefined {
  switch (step.do) {
    case 'mark': {
      const who = { ...whoIs(step.child, step.tenant), status: statusOf(step.status), markedBy: step.by };
      return { method: 'markAttendance', input: { ...who, ...detailsOf(step, progress) } };
    }
    case 'clear': {
      const { note: _, ...details } = detailsOf(step, progress);
      const input = { ...whoIs(step.child, step.tenant), markedBy: step.by, ...details };
      return { method: 'clearAttendance', input };
    }
    case 'mark all': {
      const childIds = childrenOf(step).map(idOf);
      const input = { ...bulkOf(step, progress), childIds, status: statusOf(step.status) };
      return { method: 'markBulkAttendance', input };
    }
    case 'mark each': {
      const marks = childrenOf(step).map((child, index) => toChildMark(child, step.each[index], progress));
      return { method: 'markBulkAttendance', input: { ...bulkOf(step, progress), marks } };
    }
    case 'erase': {
      const schoolId = schoolIdOf(step.school ?? step.child.school);
      return { method: 'eraseChild', input: { schoolId, childId: idOf(step.child) } };
    }
    case 'retry':
      return progress.marks[step.which % (progress.marks.length || 1)];
    default:
      return toQuery(step, progress.now);
  }
}

function toQuery(step: QueryStep, now: Date): Call {
  switch (step.do) {
    case 'register': {
      const classId = step.classId === null ? {} : { classId: step.classId };
      return { method: 'getRegister', input: { ...toDay(step, now), ...classId } };
    }
    case 'summary': {
      const classId = step.classId === null ? {} : { classId: step.classId };
      return { method: 'getDailySummary', input: { ...toDay(step, now), ...classId } };
    }
    case 'history': {
      const from = step.from === null ? {} : { from: addDays(now, step.from) };
      const schoolId = schoolIdOf(step.school ?? step.child.school);
      return { method: 'getHistory', input: { schoolId, childId: idOf(step.child), ...from } };
    }
    case 'reconcile': {
      const school = step.school === null ? {} : { schoolId: schoolIdOf(step.school) };
      return { method: 'reconcileDailyCounts', input: { date: addDays(now, step.day), ...school } };
    }
    default:
      return step satisfies never;
  }
}

const statuses: readonly [Status, ...Status[]] = ['present', 'late', 'sick', 'excused', 'absent'];

export function statusOf(status: number): Status {
  return statuses[status] ?? statuses[0];
}

/** The day that a step names, with the session that commands mean when they name none. */
export function toDay(
  { school, day, session }: DayPick,
  now: Date,
): { schoolId: string; date?: string; session?: Session } {
  return {
    schoolId: schoolIdOf(school),
    ...(day !== null && { date: addDays(now, day) }),
    ...(session !== null && { session }),
  };
}

function idOf({ school, child, inCapitals }: ChildPick): string {
  const id = childIdOf(school, child);
  return inCapitals ? id.toUpperCase() : id;
}

function whoIs(child: ChildPick, tenant: Tenant): { childId: string; schoolId?: string } {
  const childId = idOf(child);
  switch (tenant) {
    case 'none':
      return { childId };
    case 'its own':
      return { childId, schoolId: schoolIdOf(child.school) };
    case 'another':
      return { childId, schoolId: schoolIdOf((child.school + 1) % zones.length) };
    case 'unknown':
      return { childId, schoolId: schoolIdOf(zones.length) };
    default:
      return tenant satisfies never;
  }
}

function childrenOf({ school, children, stray }: BulkPick): ChildPick[] {
  const own = children.map((child) => ({ school, child, inCapitals: false }));
  return stray ? [...own, stray] : own;
}

function bulkOf(step: BulkPick & Saying, progress: Progress) {
  return {
    schoolId: schoolIdOf(step.school),
    markedBy: step.by,
    ...detailsOf(step, progress),
    ...(step.onlyUnmarked && { onlyUnmarked: true }),
    ...(step.allOrNothing && { allOrNothing: true }),
    ...(step.returning !== null && { returning: step.returning }),
  };
}

function toChildMark(child: ChildPick, one: OneOfBulk | undefined, progress: Progress): ChildInput {
  const inCapitals = child.inCapitals || one?.inCapitals === true;
  const mark = { childId: idOf({ ...child, inCapitals }), status: statusOf(one?.status ?? 0) };
  return !one || one.isTerse ? mark : { ...mark, markedBy: one.by, ...detailsOf(one, progress) };
}

function detailsOf({ when, day, session, reason, note }: Saying, progress: Progress): Details {
  const occurredAt = toInstant(when, progress);
  return {
    ...(occurredAt !== undefined && { occurredAt }),
    ...(day !== null && { date: addDays(progress.now, day) }),
    ...(session !== null && { session }),
    ...(reason !== undefined && { reason }),
    ...(note !== undefined && { note }),
  };
}

function toInstant(when: When, { now, marks }: Progress): Date | string | undefined {
  switch (when.kind) {
    case 'unsaid':
      return undefined;
    case 'ago': {
      const instant = new Date(now.getTime() - when.milliseconds);
      return when.asText ? inJakarta(instant) : instant;
    }
    case 'as': {
      const instants = marks.flatMap(({ input }) => ('occurredAt' in input ? (input.occurredAt ?? []) : []));
      return instants[when.which % (instants.length || 1)];
    }
    default:
      return when satisfies never;
  }
}

/** ISO 8601 with an offset that is not zero. */
function inJakarta(instant: Date): string {
  return `${new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, -1)}+07:00`;
}
