import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { SchoolCalendar } from '../world/school-calendar.ts';
import type { Contestant, OpenContestant } from './contestant.ts';
import { openPool } from './open-pool.ts';
import { auditRollbook, holdRollbookCounter } from './rollbook-tables.ts';

/** The package as a host uses it, with its defaults and notification jobs. */
export const openRollbook: OpenContestant = (url, calendar) => openPackage(url, calendar, { outbox: true });

/** The package for measurements where bytes count and time does not. A call waits a minute for its answer. */
export function openPatientRollbook(outbox: boolean): OpenContestant {
  return (url, calendar) => openPackage(url, calendar, { outbox, timeoutMs: 60_000 });
}

async function openPackage(
  url: string,
  calendar: SchoolCalendar,
  { outbox, ...options }: { readonly outbox: boolean; readonly timeoutMs?: number },
): Promise<Contestant> {
  const pool = openPool(url, 'rollbook', 4);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool, ...options }),
    clock: calendar,
    notifications: { outbox },
  });
  return {
    name: 'rollbook',
    pool,
    mark: (mark) => attendance.markAttendance({ ...mark, markedBy: 'teacher' }),
    markBulk: (bulk) => attendance.markBulkAttendance({ ...bulk, markedBy: 'teacher' }),
    audit: (schoolId) => auditRollbook(pool, schoolId, calendar.today),
    holdCounter: (schoolId) => holdRollbookCounter(schoolId, calendar.today),
    close: async () => {
      await attendance.close();
      await pool.end();
    },
  };
}
