import { setTimeout as delay } from 'node:timers/promises';
import { createAttendance, type Notifier } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { type BenchWorld, quantile } from './world.ts';

const notifiers: Readonly<Record<string, Notifier['notify'] | undefined>> = {
  'jobs only': undefined,
  'notifier of 200 ms': () => delay(200),
  'notifier that hangs': () => new Promise(() => {}),
};
const runs = 7;
const marksPerRun = 300;

/** Marks one child after the other beside a started worker, in alternating runs, and compares the latencies. */
export async function benchMarkLatency({ pool, schools }: BenchWorld): Promise<void> {
  const samples = new Map(Object.keys(notifiers).map((name) => [name, [] as number[]]));
  for (let run = 0; run < runs; run += 1) {
    for (const [name, notify] of Object.entries(notifiers)) {
      const latencies = await markBeside(pool, schools[run % schools.length]?.childIds ?? [], run, notify);
      if (run > 0) samples.get(name)?.push(...latencies);
    }
  }
  const base = samples.get('jobs only') ?? [];
  console.log(`\nLatency of a mark, ${runs - 1} alternating runs of ${marksPerRun} marks:`);
  console.table(
    [...samples].map(([name, values]) => ({
      worker: name,
      'p50 ms': quantile(values, 0.5).toFixed(2),
      'p95 ms': quantile(values, 0.95).toFixed(2),
      'p50 ratio': (quantile(values, 0.5) / quantile(base, 0.5)).toFixed(2),
      'p95 ratio': (quantile(values, 0.95) / quantile(base, 0.95)).toFixed(2),
    })),
  );
}

async function markBeside(
  pool: BenchWorld['pool'],
  childIds: readonly string[],
  run: number,
  notify: Notifier['notify'] | undefined,
): Promise<number[]> {
  await pool.query('truncate attendance.notification_jobs, attendance.deliveries');
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool }),
    ...(notify && { notifier: { notify } }),
    notifications: { outbox: true, sendTimeoutMs: 60_000 },
  });
  if (notify) await attendance.notifications.start();
  const latencies: number[] = [];
  for (let index = 0; index < marksPerRun; index += 1) {
    const childId = childIds[index % childIds.length] ?? '';
    const status = (index + run) % 2 === 0 ? 'present' : 'absent';
    const startedAt = performance.now();
    await attendance.markAttendance({ childId, status, markedBy: 'teacher' });
    latencies.push(performance.now() - startedAt);
  }
  await attendance.notifications.stop({ graceMs: 0 });
  await attendance.close();
  return latencies;
}
