import type { Attendance } from 'rollbook';
import type { CallLog } from '../load/call-log.ts';
import type { Stage } from './stage.ts';

/** Makes each call that reads, and the one that repairs counters, at once, and notes what comes of it. Resolves when all have ended. */
export async function readEverything(
  attendance: Attendance,
  { schools }: Pick<Stage, 'schools'>,
  calls: CallLog,
): Promise<void> {
  const [
    {
      schoolId,
      childIds: [childId = ''],
    } = { schoolId: '', childIds: [] },
  ] = schools;
  const date = new Date().toISOString().slice(0, 10);
  const reads: readonly (() => Promise<unknown>)[] = [
    () => attendance.getRegister({ schoolId }),
    () => attendance.getDailySummary({ schoolId }),
    () => attendance.getHistory({ schoolId, childId }),
    () => attendance.reconcileDailyCounts({ schoolId, date }),
    () => attendance.notifications.stats(),
    () => attendance.notifications.deadLetters(),
    () => attendance.health(),
  ];
  await Promise.allSettled(reads.map((read) => calls.run(read)));
}
