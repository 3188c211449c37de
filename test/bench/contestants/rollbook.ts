import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { OpenContestant } from './contestant.ts';
import { openPool } from './open-pool.ts';
import { auditRollbook, holdRollbookCounter } from './rollbook-tables.ts';

/** The package as a host uses it, with its defaults and notification jobs. */
export const openRollbook: OpenContestant = async (url, calendar) => {
  const pool = openPool(url, 'rollbook', 4);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool }),
    clock: calendar,
    notifications: { outbox: true },
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
};
