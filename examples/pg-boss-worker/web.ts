import { Pool } from 'pg';
import { createAttendance } from 'rollbook';
import { createPgBossQueue } from 'rollbook/pg-boss';
import { createPostgresRepository } from 'rollbook/postgres';
import { queueName, startBoss } from './boss.ts';

/** Wires the process that marks: with a queue and no notifier, what it starts hands jobs over and tells nobody. */
export async function startWeb(databaseUrl: string) {
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  const boss = await startBoss(databaseUrl);
  const attendance = createAttendance({
    repository: createPostgresRepository({ pool, idType: 'text' }),
    queue: createPgBossQueue({ boss, queueName }),
  });
  await attendance.notifications.start();
  const stop = async () => {
    await attendance.close();
    await boss.stop();
    await pool.end();
  };
  return { attendance, stop };
}
