import type { DayInput, HistoryInput, ReconcileInput } from '../calls.ts';
import { type Count, countsOf, differencesOf } from './counts.ts';
import { enrolledOn } from './enrolments.ts';
import { ModelError } from './model-error.ts';
import { dayAt } from './school-day.ts';
import { findPlace, type LoggedMark, latest, recordOf, revisionOf, type State } from './state.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'];

export function register(state: State, { classId, ...input }: DayInput, now: number) {
  const { schoolId } = input;
  const { date, session } = dayOf(state, input, now);
  const children = enrolledOn(state, schoolId, date, classId).sort(({ child: a }, { child: b }) =>
    a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1,
  );
  const entries = children.map(({ child: { id, name }, classId }) => {
    const place = findPlace(state, schoolId, id, date, session);
    const record = place ? recordOf(place) : null;
    return { childId: id, name, classId, status: record ? record.status : null, record };
  });
  return { schoolId, date, session, entries };
}

export function summary(state: State, { classId, ...input }: DayInput, now: number) {
  const { schoolId } = input;
  const { date, session } = dayOf(state, input, now);
  const enrolled = enrolledOn(state, schoolId, date, classId);
  const standing = enrolled.map(({ child }) => {
    const place = findPlace(state, schoolId, child.id, date, session);
    return place ? latest(place).status : null;
  });
  const byStatus: Record<string, number> = {};
  for (const status of statuses) byStatus[status] = standing.filter((each) => each === status).length;
  // The counters know of no class, and of children who are not enrolled too.
  if (classId === undefined) Object.assign(byStatus, countersOf(state, { schoolId, date, session }));
  const attended = (byStatus['present'] ?? 0) + (byStatus['late'] ?? 0);
  const unmarked = standing.filter((status) => status === null).length;
  return { schoolId, date, session, enrolled: enrolled.length, attended, unmarked, byStatus };
}

function countersOf(state: State, { schoolId, date, session }: Pick<Count, 'schoolId' | 'date' | 'session'>) {
  const counters: Record<string, number> = {};
  for (const status of statuses) counters[status] = 0;
  for (const count of countsOf(state)) {
    if (count.schoolId === schoolId && count.date === date && count.session === session)
      counters[count.status] = count.count;
  }
  return counters;
}

export function history(state: State, { schoolId, childId, from, to }: HistoryInput) {
  requireSchool(state, schoolId);
  const all = state.log.filter((entry) => entry.schoolId === schoolId && entry.childId === childId);
  const isKnown = state.children.some((child) => child.schoolId === schoolId && child.id === childId);
  if (!isKnown && all.length === 0) throw new ModelError('child_not_found');
  return all
    .filter(({ date }) => (from === undefined || date >= from) && (to === undefined || date <= to))
    .sort(byAge)
    .map(revisionOf);
}

export function reconcile(state: State, { schoolId, date }: ReconcileInput) {
  if (schoolId !== undefined) requireSchool(state, schoolId);
  const differences = differencesOf(state, date, schoolId);
  state.drift = state.drift.filter(
    (each) => each.date !== date || (schoolId !== undefined && each.schoolId !== schoolId),
  );
  return { date, differences };
}

/** The youngest first: by number, and of one number the later day, then the session that is last by name. */
function byAge(a: LoggedMark, b: LoggedMark): number {
  if (a.number !== b.number) return b.number - a.number;
  const [first, second] = [`${a.date} ${a.session}`, `${b.date} ${b.session}`];
  return first < second ? 1 : -1;
}

function dayOf(state: State, { schoolId, date, session = 'am' }: DayInput, now: number) {
  const day = date ?? dayAt(requireSchool(state, schoolId), now);
  requireSchool(state, schoolId);
  if (day === undefined) throw new ModelError('school_timezone_invalid');
  return { date: day, session };
}

function requireSchool(state: State, schoolId: string) {
  const school = state.schools.find(({ id }) => id === schoolId);
  if (!school) throw new ModelError('school_not_found');
  return school;
}
