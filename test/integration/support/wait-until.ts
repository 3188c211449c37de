import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Waits for something that can be observed, for `withinMs` milliseconds at most. */
export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${withinMs / 1_000} s in vain until ${what}`);
    await delay(5);
  }
}

/** Waits until so many backends of the pool's database wait for a lock, and answers their process ids. */
export async function waitForLockWaiters(pool: Pool, count = 1): Promise<number[]> {
  let pids: number[] = [];
  await waitUntil(`${count} backends wait for a lock`, async () => {
    pids = await readLockWaiters(pool);
    return pids.length >= count;
  });
  return pids;
}

/** The process ids of the backends of the pool's database that wait for a lock now. */
export async function readLockWaiters(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.map(({ pid }) => pid);
}
