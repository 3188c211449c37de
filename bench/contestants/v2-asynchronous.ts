import type { Pool } from 'pg';
import type { ChildMark, OpenContestant } from './contestant.ts';
import { auditConventional, holdConventionalCounter } from './conventional-audit.ts';
import { openPool } from './open-pool.ts';

/** The first repair: a job a parent instead of a notification, and an increment instead of the COUNT. */
export const openAsynchronous: OpenContestant = async (url, calendar) => {
  const pool = openPool(url, 'V2', 10);
  const mark = (command: ChildMark) => markChild(pool, command, calendar.today);
  return {
    name: 'V2',
    pool,
    mark,
    markBulk: async ({ childIds, ...rest }) => {
      for (const childId of childIds) await mark({ ...rest, childId });
    },
    audit: (schoolId) => auditConventional(pool, 'v2', schoolId, calendar.today),
    holdCounter: (schoolId) => holdConventionalCounter('v2', schoolId),
    close: () => pool.end(),
  };
};

async function markChild(pool: Pool, { childId, status }: ChildMark, today: string) {
  const child = await pool.query<{ school_id: string }>('select * from v2.children where id = $1', [childId]);
  const schoolId = child.rows[0]?.school_id;
  const school = await pool.query('select * from v2.schools where id = $1', [schoolId]);
  if (school.rows.length === 0) throw new Error('no such school');
  await pool.query(
    'insert into v2.attendances (child_id, school_id, date, status, marked_by) values ($1, $2, $3, $4, $5)',
    [childId, schoolId, today, status, 'teacher'],
  );
  const parents = await pool.query<{ id: string }>('select * from v2.parents where child_id = $1', [childId]);
  for (const { id } of parents.rows) {
    await pool.query('insert into v2.jobs (payload) values ($1)', [{ parentId: id, childId, status }]);
  }
  await pool.query('update v2.schools set today_attendance_count = today_attendance_count + 1 where id = $1', [
    schoolId,
  ]);
}
