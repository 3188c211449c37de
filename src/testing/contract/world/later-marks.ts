import type { Child } from '../../../domain/roster.js';
import type { DefaultStatus } from '../../../domain/status.js';
import type { ContractSession, ContractWorld } from './contract-world.js';

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
