import { testId } from 'rollbook/testing';
import { pickWith } from '../load/dice.ts';
import { type Asking, details, newcomer, ownChild, ownChildren, ownSchool, someDay } from './details.ts';
import { classOf, secretOf, strangerNumber } from './roster.ts';
import { days, statuses } from './vocabulary.ts';

/** A method's arguments, which name a child that is not the asking school's. */
export type Case = (asking: Asking) => unknown[];

/** Methods of `Attendance` that take children, and the arguments in which another school's child can stand. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  markAttendance: [
    (its) => [{ ...details(its), schoolId: ownSchool(its), childId: its.id, status: pickWith(its.dice, statuses) }],
  ],
  clearAttendance: [(its) => [{ ...withoutNote(its), schoolId: ownSchool(its), childId: its.id }]],
  markBulkAttendance: [
    (its) => [{ ...bulk(its), childIds: [...ownChildren(its), its.id], status: pickWith(its.dice, statuses) }],
    (its) => [{ ...bulk(its), marks: [its.id, ...ownChildren(its)].map((childId) => markOf(its, childId)) }],
  ],
  getHistory: [
    (its) => [{ schoolId: ownSchool(its), childId: its.id, ...(its.dice() < 0.3 && { from: '2026-03-01' }) }],
  ],
  eraseChild: [(its) => [{ schoolId: ownSchool(its), childId: its.id }]],
};

/** Commands and queries of a school about itself, whose answers must have nothing of another school. */
export const ownViews: Readonly<Record<string, readonly Case[]>> = {
  markAttendance: [
    (its) => [{ ...details(its), schoolId: ownSchool(its), childId: ownChild(its), status: 'late' }],
    (its) => [{ ...details(its), schoolId: ownSchool(its), childId: newcomer(its), status: 'late' }],
  ],
  getRegister: [
    (its) => [{ schoolId: ownSchool(its), classId: classOf(secretOf(strangerNumber)), ...someDay(its) }],
    (its) => [{ schoolId: ownSchool(its), ...someDay(its) }],
  ],
  getDailySummary: [(its) => [{ schoolId: ownSchool(its), ...someDay(its) }]],
  getHistory: [
    (its) => [{ schoolId: ownSchool(its), childId: ownChild(its) }],
    (its) => [{ schoolId: ownSchool(its), childId: newcomer(its) }],
  ],
  reconcileDailyCounts: [(its) => [{ schoolId: ownSchool(its), date: pickWith(its.dice, days) }]],
  'notifications.deadLetters': [(its) => [{ schoolId: ownSchool(its), limit: 5 }]],
};

/** Methods for the host alone. Such a method takes no id, or that of a job or a message, which no school gives. */
export const ofTheHost: readonly string[] = [
  'purge',
  'health',
  'close',
  'notifications.start',
  'notifications.stop',
  'notifications.drain',
  'notifications.stats',
  'notifications.process',
  'notifications.retryDeadLetter',
  'events.on',
  'events.once',
  'events.off',
  'events.publish',
  'events.clear',
];

/** An id that no child has, of the same form as a child's. */
export function nobodysId({ dice, store }: Pick<Asking, 'dice' | 'store'>): string {
  return testId('child', 900 + Math.floor(dice() * 99), store.idType);
}

function bulk(its: Asking) {
  const flags = { allOrNothing: its.dice() < 0.5, onlyUnmarked: its.dice() < 0.2 };
  return {
    ...details(its),
    ...flags,
    schoolId: ownSchool(its),
    returning: pickWith(its.dice, ['records', 'outcomes']),
  };
}

function markOf({ dice }: Asking, childId: string) {
  return { childId, status: pickWith(dice, statuses) };
}

/** A clear has no note. */
function withoutNote(its: Asking) {
  const { note: _, ...rest } = details(its);
  return rest;
}
