import type { ClientBase, Pool } from 'pg';

/** Counts the bytes of WAL that the server wrote while `work` ran. Nothing else may write meanwhile. */
export async function walDuring(monitor: Pool | ClientBase, work: () => Promise<unknown>): Promise<number> {
  const before = await readPosition(monitor);
  await work();
  const { rows } = await monitor.query<{ bytes: string }>(
    'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1) as bytes',
    [before],
  );
  return Number(rows[0]?.bytes);
}

async function readPosition(monitor: Pool | ClientBase): Promise<string> {
  const { rows } = await monitor.query<{ at: string }>('select pg_current_wal_insert_lsn() as at');
  return rows[0]?.at ?? '';
}

/** Keeps autovacuum from writing WAL of its own while `work` runs. */
export async function withoutAutovacuum<Result>(monitor: Pool, work: () => Promise<Result>): Promise<Result> {
  await monitor.query('alter system set autovacuum = off');
  await monitor.query('select pg_reload_conf()');
  try {
    return await work();
  } finally {
    await monitor.query('alter system reset autovacuum');
    await monitor.query('select pg_reload_conf()');
  }
}
