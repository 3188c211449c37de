import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import type { ChildMark, OpenContestant } from './contestant.ts';
import { auditConventional, holdConventionalCounter } from './conventional-audit.ts';
import { openPool } from './open-pool.ts';

/**
 * The incident's code. A request has a connection as long as it lasts, and it lasts until every parent was notified. A
 * bulk is one mark after the other.
 * @param notifyMs  The time that a notification takes.
 */
export function openIncident(notifyMs: 0 | 20): OpenContestant {
  return async (url, calendar) => {
    const name = notifyMs === 0 ? 'V1, 0 ms' : 'V1, 20 ms';
    const pool = openPool(url, name, 95);
    const notify = () => (notifyMs === 0 ? Promise.resolve() : delay(notifyMs));
    const mark = async (command: ChildMark) => {
      const client = await pool.connect();
      try {
        await markChild(client, command, calendar.today, notify);
      } finally {
        client.release();
      }
    };
    return {
      name,
      pool,
      mark,
      markBulk: async ({ childIds, ...rest }) => {
        for (const childId of childIds) await mark({ ...rest, childId });
      },
      audit: (schoolId) => auditConventional(pool, 'v1', schoolId, calendar.today),
      holdCounter: (schoolId) => holdConventionalCounter('v1', schoolId),
      close: () => pool.end(),
    };
  };
}

async function markChild(
  client: PoolClient,
  { childId, status }: ChildMark,
  today: string,
  notify: () => Promise<void>,
) {
  const child = await client.query<{ school_id: string }>('select * from v1.children where id = $1', [childId]);
  const schoolId = child.rows[0]?.school_id;
  const school = await client.query('select * from v1.schools where id = $1', [schoolId]);
  if (school.rows.length === 0) throw new Error('no such school');
  await client.query(
    'insert into v1.attendances (child_id, school_id, date, status, marked_by) values ($1, $2, $3, $4, $5)',
    [childId, schoolId, today, status, 'teacher'],
  );
  const parents = await client.query('select * from v1.parents where child_id = $1', [childId]);
  for (const _parent of parents.rows) await notify();
  const present = await client.query<{ count: string }>(
    `select count(*) from v1.attendances where school_id = $1 and date = $2 and status = 'present'`,
    [schoolId, today],
  );
  await client.query('update v1.schools set today_attendance_count = $2 where id = $1', [
    schoolId,
    present.rows[0]?.count,
  ]);
}
