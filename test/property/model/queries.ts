import type { DayInput, HistoryInput, ReconcileInput, RegisterInput } from '../calls.ts';
import { countsOf, differencesOf } from './counts.ts';
import { ModelError } from './model-error.ts';
import { dayAt, isEnrolled } from './school-day.ts';
import { findPlace, latest, recordOf, revisionOf, type State } from './state.ts';

const statuses = ['present', 'late', 'sick', 'excused', 'absent'];

export function register(state: State, { schoolId, classId, ...input }: RegisterInput, now: number) {
  const { date, session } = dayOf(state, { schoolId, ...input }, now);
  const children = state.children
    .filter((child) => child.schoolId === schoolId && isEnrolled(child, date))
    .filter((child) => classId === undefined || child.classId === classId)
    .sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
  const entries = children.map(({ id, name, classId }) => {
    const place = findPlace(state, schoolId, id, date, session);
    const record = place ? recordOf(place) : null;
    return { childId: id, name, classId, status: record ? record.status : null, record };
  });
  return { schoolId, date, session, entries };
}

export function summary(state: State, input: DayInput, now: number) {
  const { schoolId } = input;
  const { date, session } = dayOf(state, input, now);
  const enrolled = state.children.filter((child) => child.schoolId === schoolId && isEnrolled(child, date));
  const unmarked = enrolled.filter(({ id }) => {
    const place = findPlace(state, schoolId, id, date, session);
    return !place || latest(place).status === null;
  });
  const byStatus: Record<string, number> = {};
  for (const status of statuses) byStatus[status] = 0;
  for (const count of countsOf(state)) {
    if (count.schoolId === schoolId && count.date === date && count.session === session)
      byStatus[count.status] = count.count;
  }
  const attended = (byStatus['present'] ?? 0) + (byStatus['late'] ?? 0);
  return { schoolId, date, session, enrolled: enrolled.length, attended, unmarked: unmarked.length, byStatus };
}

export function history(state: State, { schoolId, childId, from, to }: HistoryInput) {
  requireSchool(state, schoolId);
  const all = state.log.filter((entry) => entry.schoolId === schoolId && entry.childId === childId);
  const isKnown = state.children.some((child) => child.schoolId === schoolId && child.id === childId);
  if (!isKnown && all.length === 0) throw new ModelError('child_not_found');
  return all
    .filter(({ date }) => (from === undefined || date >= from) && (to === undefined || date <= to))
    .map(revisionOf)
    .reverse();
}

export function reconcile(state: State, { schoolId, date }: ReconcileInput) {
  if (schoolId !== undefined) requireSchool(state, schoolId);
  const differences = differencesOf(state, date, schoolId);
  state.drift = state.drift.filter(
    (each) => each.date !== date || (schoolId !== undefined && each.schoolId !== schoolId),
  );
  return { date, differences };
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
