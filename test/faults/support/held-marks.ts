import { waitForLockWaiters } from '../../integration/support/wait-until.ts';
import type { Stage } from './stage.ts';

/**
 * Locks the records of a school, in the order in which marks do, and waits until a mark waits for them.
 * @returns  What lets it go on.
 */
export async function holdMarks({ database: { pool }, schools }: Stage): Promise<() => void> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(
    'select from attendance.records where school_id = $1 order by date, child_id, session for update',
    [schools[0]?.schoolId],
  );
  await waitForLockWaiters(pool);
  return () => void client.query('commit').then(() => client.release());
}
