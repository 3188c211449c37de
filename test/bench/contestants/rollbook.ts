import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { SchoolCalendar } from '../world/school-calendar.ts';
import type { Contestant, OpenContestant } from './contestant.ts';
import { openPool } from './open-pool.ts';
import { auditRollbook, holdRollbookCounter } from './rollbook-tables.ts';

/** The package as a host uses it, with its defaults and notification jobs. */
export const openRollbook: OpenContestant = (url, calendar) => openPackage(url, calendar, true);

/** The same without notification jobs. */
export const openRollbookWithoutJobs: OpenContestant = (url, calendar) => openPackage(url, calendar, false);

async function openPackage(url: string, calendar: SchoolCalendar, outbox: boolean): Promise<Contestant> {
  const pool = openPool(url, 'rollbook', 4);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool }),
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
