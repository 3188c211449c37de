import type { Pool } from 'pg';
import type { CountDifference } from 'rollbook';
import type { CounterKey, Mutilation } from './mutilation.ts';

/**
 * The differences that a reconciliation has to find after mutilations of counters that were right, in the order of the
 * answer.
 */
export async function expectedDifferences(
  pool: Pool,
  date: string,
  mutilations: readonly Mutilation[],
): Promise<CountDifference[]> {
  const { rows } = await pool.query<CounterKey & { count: number }>(
    `select school_id::text as "schoolId", session, status, count(*)::int as count
    from attendance.records where date = $1 and status is not null group by school_id, session, status`,
    [date],
  );
  const recounted = new Map(rows.map((row) => [keyOf(row), row.count]));
  return mutilations
    .filter(({ by }) => by !== 0)
    .map(({ by, ...key }) => {
      const actual = recounted.get(keyOf(key)) ?? 0;
      return { ...key, counted: actual + by, actual };
    })
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Every row of the counters, for comparison with a later time. */
export async function allCounters(pool: Pool): Promise<readonly object[]> {
  const { rows } = await pool.query<object>(
    'select * from attendance.daily_counts order by school_id, date, session, status',
  );
  return rows;
}

/**
 * The sum of each counter's mutilations, less the repairs that reconciliations reported. All sums are 0 if the reports
 * are true.
 */
export function unaccounted(
  mutilations: readonly Mutilation[],
  found: readonly CountDifference[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const add = (key: CounterKey, by: number) => sums.set(keyOf(key), (sums.get(keyOf(key)) ?? 0) + by);
  for (const { by, ...key } of mutilations) add(key, by);
  for (const { counted, actual, ...key } of found) add(key, actual - counted);
  return new Map([...sums].filter(([, sum]) => sum !== 0));
}

/** Sorts as reconciliations do. None of the names has a space. */
function keyOf({ schoolId, session, status }: CounterKey): string {
  return [schoolId, session, status].join(' ');
}
