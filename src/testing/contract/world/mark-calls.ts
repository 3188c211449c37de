import type { Child } from '../../../domain/roster.js';
import type { DefaultStatus } from '../../../domain/status.js';
import { today } from './contract-roster.js';
import type { ContractAttendance, ContractSession, ContractWorld } from './contract-world.js';

/** Marks one child a second later, so that the jobs of several marks have an order. */
export function markLater(
  { clock, mark }: ContractWorld,
  child: Child,
  status: DefaultStatus,
  extras: Parameters<ContractWorld['mark']>[2] = {},
): ReturnType<ContractWorld['mark']> {
  clock.advance(1_000);
  return mark(child, status, extras);
}

/** Clears one child's record a second later. */
export function clearLater({ clock, clear }: ContractWorld, child: Child): ReturnType<ContractWorld['clear']> {
  clock.advance(1_000);
  return clear(child);
}

/** Marks children of one school in one bulk, a second later: that is one job. */
export async function markTogether(
  { clock, attendance }: ContractWorld,
  children: readonly Child[],
  status: DefaultStatus,
): Promise<void> {
  clock.advance(1_000);
  await attendance.markBulkAttendance({
    schoolId: children[0]?.schoolId ?? 'no school',
    childIds: children.map(({ id }) => id),
    status,
    markedBy: 'teacher-1',
  });
}

/** One child, the session and the status. */
type Marked = readonly [child: Child, session: ContractSession, status: DefaultStatus];

/** Marks children in sessions, in one bulk, a second later: that is one job. */
export async function markEach({ clock, attendance }: ContractWorld, marked: readonly Marked[]): Promise<void> {
  clock.advance(1_000);
  await attendance.markBulkAttendance({
    schoolId: marked[0]?.[0].schoolId ?? 'no school',
    marks: marked.map(([{ id: childId }, session, status]) => ({ childId, session, status })),
    markedBy: 'teacher-1',
  });
}

type BulkCommand = Parameters<ContractAttendance['markBulkAttendance']>[0];
type BulkExtras = Partial<Pick<BulkCommand, 'occurredAt' | 'allOrNothing' | 'onlyUnmarked' | 'returning'>>;

/** One mark of a bulk. */
export type BulkMark = NonNullable<BulkCommand['marks']>[number];

/** Sends a bulk of Jakarta. */
export function sendBulk({ attendance, schools }: ContractWorld, marks: readonly BulkMark[], extras: BulkExtras = {}) {
  return attendance.markBulkAttendance({ schoolId: schools.jakarta.id, markedBy: 'teacher-1', marks, ...extras });
}

/** Marks a child on the day on which the test began. */
export function markFirstDay({ mark }: ContractWorld, child: Child, status: DefaultStatus) {
  return mark(child, status, { date: today });
}

/** Marks children of one school on the day on which the test began, in one bulk. */
export function markFirstDayTogether(
  { attendance }: ContractWorld,
  children: readonly Child[],
  status: DefaultStatus,
  transaction?: unknown,
) {
  const command = {
    schoolId: children[0]?.schoolId ?? 'no school',
    childIds: children.map(({ id }) => id),
    status,
    markedBy: 'teacher-1',
    date: today,
  };
  return attendance.markBulkAttendance(command, transaction === undefined ? {} : { transaction });
}
