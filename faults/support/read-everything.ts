import { type Attendance, isAttendanceError } from 'rollbook';
import type { CallLog } from '../load/call-log.ts';
import type { Stage } from './stage.ts';

/**
 * Makes every reading call at once, and the call that repairs counters, while no answer of the store can arrive.
 * Resolves when all calls have ended.
 * @returns  Descriptions of calls that did not report the missing answer.
 */
export async function readEverything(
  attendance: Attendance,
  { schools }: Pick<Stage, 'schools'>,
  calls: CallLog,
): Promise<string[]> {
  const [
    {
      schoolId,
      childIds: [childId = ''],
    } = { schoolId: '', childIds: [] },
  ] = schools;
  const date = new Date().toISOString().slice(0, 10);
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    getRegister: () => attendance.getRegister({ schoolId }),
    getDailySummary: () => attendance.getDailySummary({ schoolId }),
    getHistory: () => attendance.getHistory({ schoolId, childId }),
    reconcileDailyCounts: () => attendance.reconcileDailyCounts({ schoolId, date }),
    'notifications.stats': () => attendance.notifications.stats(),
    'notifications.deadLetters': () => attendance.notifications.deadLetters(),
  };
  const judged = Object.entries(reads).map(([name, read]) => judgeRead(name, calls.run(read)));
  const breaches = await Promise.all([...judged, judgeHealth(calls.run(() => attendance.health()))]);
  return breaches.filter((breach) => breach !== undefined);
}

/** A call that cannot read must not make up an answer. */
async function judgeRead(name: string, reading: Promise<unknown>): Promise<string | undefined> {
  try {
    await reading;
    return `${name} answered, though its store was out of reach`;
  } catch (error) {
    if (isAttendanceError(error, 'repository_unavailable')) return undefined;
    return `${name} rejected with ${String(error)}, when its store was out of reach`;
  }
}

/** `health` says how the store is, and so never rejects. */
async function judgeHealth(reading: ReturnType<Attendance['health']>): Promise<string | undefined> {
  try {
    const { status, repositoryMs } = await reading;
    if (status === 'unavailable' && repositoryMs === null) return undefined;
    return `health told of a store out of reach that it is ${status}, after ${repositoryMs} ms`;
  } catch (error) {
    return `health rejected with ${String(error)}`;
  }
}
