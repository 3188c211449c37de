import type { Pool } from 'pg';
import type { BulkMark } from './contestant.ts';

/** The third repair: one query, one multi-row insert, one job and one increment by the number of children. */
export async function markInBulk(pool: Pool, { schoolId, childIds, status }: BulkMark, today: string): Promise<void> {
  const { rows: children } = await pool.query<{ id: string; parents: object[] }>(
    `select c.id, c.name, s.name as school_name, s.timezone, json_agg(p) as parents
      from v3.children c join v3.schools s on s.id = c.school_id left join v3.parents p on p.child_id = c.id
      where c.id = any($1) and c.school_id = $2 group by c.id, s.id`,
    [childIds, schoolId],
  );
  const values = children.flatMap(({ id }) => [id, schoolId, today, status, 'teacher']);
  const tuples = children.map((_, index) => tuple(index * 5));
  await pool.query(
    `insert into v3.attendances (child_id, school_id, date, status, marked_by) values ${tuples.join(', ')}`,
    values,
  );
  const payload = children.map(({ id, parents }) => ({ childId: id, status, parents }));
  await pool.query('insert into v3.jobs (payload) values ($1)', [JSON.stringify(payload)]);
  await pool.query('update v3.schools set today_attendance_count = today_attendance_count + $2 where id = $1', [
    schoolId,
    children.length,
  ]);
}

function tuple(before: number): string {
  return `(${[1, 2, 3, 4, 5].map((number) => `$${before + number}`).join(', ')})`;
}
