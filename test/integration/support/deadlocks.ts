import type { SchoolDatabase } from './school-database.ts';
import { waitUntil } from './wait-until.ts';

/**
 * How many deadlocks the server has ever resolved in this database, those included that a retry hides. A backend tells
 * when it exits, so end the pools that are looked at first.
 */
export async function deadlocksOf({ pool }: Pick<SchoolDatabase, 'pool'>): Promise<number> {
  await waitUntil('other backends are gone', async () => {
    const { rows } = await pool.query(
      "select from pg_stat_activity where datname = current_database() and state <> 'idle'",
    );
    return rows.length === 1;
  });
  const { rows } = await pool.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]?.deadlocks);
}
