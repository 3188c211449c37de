import { once } from 'node:events';
import { Pool } from 'pg';
import { createAttendance, type Notifier } from 'rollbook';
import { workPgBossQueue } from 'rollbook/pg-boss';
import { createPostgresRepository } from 'rollbook/postgres';
import { queueName, startBoss } from './boss.ts';

/** Prints instead of sending. The first attempt of each kind fails, so that pg-boss has something to try again. */
function createNotifier(): Notifier {
  const failed = new Set<string>();
  return {
    notify: async ({ kind, guardian, changes }, { attempt }) => {
      if (!failed.has(kind)) {
        failed.add(kind);
        throw new Error('the provider is busy');
      }
      const statuses = changes.map(({ child, status }) => `${child.name} is ${status ?? 'unmarked'}`);
      console.log(`worker  ${kind}, attempt ${attempt}, to ${guardian.name}: ${statuses.join(', ')}`);
    },
  };
}

/** Delivers what pg-boss brings, until the process is asked to end. */
export async function runWorker(databaseUrl: string): Promise<void> {
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  const boss = await startBoss(databaseUrl);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool, idType: 'text' }),
    notifier: createNotifier(),
    notifications: { retry: { baseMs: 500 } },
  });
  await workPgBossQueue({ boss, attendance, queueName, options: { pollingIntervalSeconds: 0.5 } });
  await once(process, 'SIGTERM');
  // First no new jobs, and the end of those under way; then the rest.
  await boss.stop();
  await attendance.close();
  await pool.end();
  console.log('worker  stopped');
}
