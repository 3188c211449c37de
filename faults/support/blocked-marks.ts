import type { SchoolOnRoster } from '../../test/integration/support/school-database.ts';
import { waitForLockWaiters } from '../../test/integration/support/wait-until.ts';
import type { Stage } from './stage.ts';

/**
 * Locks the records of schools, in the order in which marks do, and waits until a mark waits for them.
 * @returns  A function that ends the wait.
 */
export async function blockMarks(
  { database: { pool } }: Pick<Stage, 'database'>,
  schools: readonly SchoolOnRoster[],
): Promise<() => void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(
    'select from attendance.records where school_id = any($1) order by school_id, date, child_id, session for update',
    [schools.map(({ schoolId }) => schoolId)],
  );
  await waitForLockWaiters(pool);
  return () => void client.query('commit').then(() => client.release());
}
