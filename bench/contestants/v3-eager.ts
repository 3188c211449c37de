import type { Pool } from 'pg';
import type { ChildMark } from './contestant.ts';

/** The second repair: child, school and parents in one eager query, then insert, job and increment. */
export async function markEagerly(pool: Pool, { childId, status }: ChildMark, today: string): Promise<void> {
  const { rows } = await pool.query<{ school_id: string; parents: object[] }>(
    `select c.id, c.name, c.school_id, s.name as school_name, s.timezone, json_agg(p) as parents
      from v3.children c join v3.schools s on s.id = c.school_id left join v3.parents p on p.child_id = c.id
      where c.id = $1 group by c.id, s.id`,
    [childId],
  );
  const [child] = rows;
  if (!child) throw new Error('no such child');
  await pool.query(
    'insert into v3.attendances (child_id, school_id, date, status, marked_by) values ($1, $2, $3, $4, $5)',
    [childId, child.school_id, today, status, 'teacher'],
  );
  await pool.query('insert into v3.jobs (payload) values ($1)', [{ childId, status, parents: child.parents }]);
  await pool.query('update v3.schools set today_attendance_count = today_attendance_count + 1 where id = $1', [
    child.school_id,
  ]);
}
