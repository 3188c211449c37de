import { testId } from 'rollbook/testing';
import { pickWith } from '../load/dice.ts';
import { type Asking, days, details, ownChild, ownChildren, ownSchool, someDay, statuses } from './details.ts';
import { secretOf, strangerNumber } from './roster.ts';

/** A method's arguments, which name an id that is not the asking school's. */
export type Case = (asking: Asking) => unknown[];

/** Methods of `Attendance` and where in them another school's ids can stand. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  markAttendance: [
    (its) => [{ ...details(its), schoolId: ownSchool(its), childId: its.id, status: pickWith(its.dice, statuses) }],
    (its) => [{ ...details(its), schoolId: its.id, childId: ownChild(its), status: 'present' }],
  ],
  clearAttendance: [
    (its) => [{ ...withoutNote(its), schoolId: ownSchool(its), childId: its.id }],
    (its) => [{ ...withoutNote(its), schoolId: its.id, childId: ownChild(its) }],
  ],
  markBulkAttendance: [
    (its) => [{ ...bulk(its), childIds: [...ownChildren(its), its.id], status: pickWith(its.dice, statuses) }],
    (its) => [{ ...bulk(its), marks: [its.id, ...ownChildren(its)].map((childId) => markOf(its, childId)) }],
    (its) => [{ ...bulk(its), schoolId: its.id, childIds: ownChildren(its), status: 'present' }],
  ],
  getRegister: [
    (its) => [{ schoolId: ownSchool(its), classId: its.id, ...someDay(its) }],
    (its) => [{ schoolId: its.id, ...someDay(its) }],
  ],
  getDailySummary: [(its) => [{ schoolId: its.id, ...someDay(its) }]],
  getHistory: [
    (its) => [{ schoolId: ownSchool(its), childId: its.id, ...(its.dice() < 0.3 && { from: '2026-03-01' }) }],
    (its) => [{ schoolId: its.id, childId: its.id }],
  ],
  reconcileDailyCounts: [(its) => [{ schoolId: its.id, date: '2026-03-02' }]],
  eraseChild: [
    (its) => [{ schoolId: ownSchool(its), childId: its.id }],
    (its) => [{ schoolId: its.id, childId: ownChild(its) }],
  ],
  'notifications.deadLetters': [(its) => [{ schoolId: its.id, limit: 5 }]],
  'notifications.process': [(its) => [its.id]],
  'notifications.retryDeadLetter': [(its) => [its.id], (its) => [`${its.id}-1`]],
};

/** What a school says and asks of itself, which must not bring anything of another. */
export const ownViews: Readonly<Record<string, readonly Case[]>> = {
  markAttendance: [(its) => [{ ...details(its), schoolId: ownSchool(its), childId: ownChild(its), status: 'late' }]],
  getRegister: [
    (its) => [{ schoolId: ownSchool(its), classId: `class of ${secretOf(strangerNumber)}`, ...someDay(its) }],
    (its) => [{ schoolId: ownSchool(its), ...someDay(its) }],
  ],
  getDailySummary: [(its) => [{ schoolId: ownSchool(its), ...someDay(its) }]],
  getHistory: [(its) => [{ schoolId: ownSchool(its), childId: ownChild(its) }]],
  reconcileDailyCounts: [(its) => [{ schoolId: ownSchool(its), date: pickWith(its.dice, days) }]],
  'notifications.deadLetters': [(its) => [{ schoolId: ownSchool(its), limit: 5 }]],
};

/** Methods that take no id. */
export const withoutIds: readonly string[] = [
  'purge',
  'health',
  'close',
  'notifications.start',
  'notifications.stop',
  'notifications.drain',
  'notifications.stats',
  'events.on',
  'events.once',
  'events.off',
  'events.publish',
  'events.clear',
];

/** What nobody has, of the same form as a child's. */
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
