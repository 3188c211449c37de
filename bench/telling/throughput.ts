import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import type { BenchWorld } from './world.ts';

/** Lets so many worker processes deliver a morning of every school, with a notifier of 0 ms. */
export async function benchThroughput(world: BenchWorld, workers: number, concurrency: number): Promise<void> {
  const { pool, schools, url } = world;
  await pool.query('truncate attendance.notification_jobs, attendance.deliveries, attendance.records');
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool, timeoutMs: 60_000 }),
    notifications: { outbox: true },
  });
  for (const { schoolId, childIds } of schools) {
    await attendance.markBulkAttendance({ schoolId, childIds, status: 'present', markedBy: 'teacher' });
  }
  await attendance.close();
  const script = fileURLToPath(new URL('worker.ts', import.meta.url));
  const children = Array.from({ length: workers }, () => fork(script, [url, String(concurrency)]));
  await Promise.all(children.map((child) => once(child, 'message')));

  const startedAt = performance.now();
  for (const child of children) child.send('start');
  while (await isWaiting(pool)) await delay(20);
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const child of children) child.send('stop');
  const tallies = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  const delivered = tallies.reduce((sum, tally) => sum + tally.delivered, 0);
  const statements = tallies.reduce((sum, tally) => sum + tally.statements, 0);
  console.log(
    `${workers} worker${workers > 1 ? 's' : ''}, concurrency ${concurrency}: ${delivered} deliveries in ${seconds.toFixed(1)} s, ` +
      `${Math.round(delivered / seconds)}/s, ${((1_000 * statements) / delivered).toFixed(0)} statements per 1,000`,
  );
}

/** True if a job or a delivery is not settled. An index finds it, whatever the number of others. */
async function isWaiting(pool: BenchWorld['pool']): Promise<boolean> {
  const { rows } = await pool.query<{ waits: boolean }>(`select exists (select from attendance.notification_jobs)
    or (select true from attendance.deliveries where state = 'pending' order by school_id limit 1) is not null as waits`);
  return rows[0]?.waits ?? false;
}
