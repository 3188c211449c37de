import { testId } from 'rollbook/testing';
import { uuidOf } from '../../../test/property/telling/dice.ts';
import { type Dice, pickWith } from '../../load/dice.ts';
import type { Material } from '../target.ts';

/** The day on which the clock stands. */
export const today = '2026-03-02';
/** A child of the first school. */
export const anyChild = testId('child', 1);

const statuses = ['present', 'late', 'sick', 'excused', 'absent'] as const;

/** The id of a school, mostly one that exists. */
export function anySchool({ dice, store }: Material): string {
  return testId('school', dice() < 0.9 ? numberUpTo(dice, 2) : numberUpTo(dice, 4), store.idType);
}

/** The ids of a school and a child, mostly of that school. */
export function anyIds({ dice, store }: Material): { schoolId: string; childId: string } {
  const number = numberUpTo(dice, 26);
  const school = dice() < 0.9 ? Math.ceil(number / 12) : numberUpTo(dice, 4);
  return { schoolId: testId('school', school, store.idType), childId: testId('child', number, store.idType) };
}

/** A child of the first school. */
export function somebody({ dice, store }: Material): { schoolId: string; childId: string } {
  return { schoolId: testId('school', 1, store.idType), childId: testId('child', numberUpTo(dice, 12), store.idType) };
}

export function goodMark(its: Material) {
  return { ...anyIds(its), ...details(its), status: pickWith(its.dice, statuses), note: 'by bus' };
}

export function goodClear(its: Material) {
  return { ...anyIds(its), ...details(its) };
}

/** A bulk of either form. One in twenty is as long as it may be. */
export function goodBulk(its: Material) {
  const { dice, store } = its;
  const schoolId = testId('school', 1, store.idType);
  const flags = { onlyUnmarked: dice() < 0.3, allOrNothing: dice() < 0.2 };
  const bulk = { ...details(its), ...flags, returning: pickWith(dice, ['records', 'outcomes'] as const), schoolId };
  const count = dice() < 0.05 ? 5_000 : numberUpTo(dice, 6);
  const childIds = Array.from({ length: count }, (_, index) => testId('child', index + 1, store.idType));
  if (dice() < 0.5) return { ...bulk, childIds, status: pickWith(dice, statuses) };
  const marks = childIds.map((childId) => ({ childId, status: pickWith(dice, statuses), reason: null }));
  // Some bulks also mark the same children on the day before.
  const before = marks.slice(0, dice() < 0.2 ? 3 : 0).map((mark) => ({ ...mark, date: '2026-03-01' }));
  return { ...bulk, marks: [...marks.slice(0, 4_990), ...before] };
}

/** One of a few ids, so that some occur twice. */
export function jobId({ dice }: Material): string {
  return dice() < 0.5 ? `00000000-0000-4000-8000-00000000000${Math.floor(dice() * 10)}` : uuidOf(String(dice()));
}

function numberUpTo(dice: Dice, most: number): number {
  return 1 + Math.floor(dice() * most);
}

function details({ dice, store }: Material) {
  const occurredAt = new Date(store.clock.now().getTime() - Math.floor(dice() * 3_600_000));
  return {
    markedBy: 'teacher-1',
    session: 'day' as const,
    reason: 'ill',
    ...(dice() < 0.7 && { occurredAt: dice() < 0.5 ? occurredAt : occurredAt.toISOString() }),
    ...(dice() < 0.4 && { date: today }),
  };
}
