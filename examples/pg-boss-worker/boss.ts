import { PgBoss } from 'pg-boss';
import { pgBossQueueOptions } from 'rollbook/pg-boss';

/** The queue that both processes know. */
export const queueName = 'guardians';

/** Starts the host's own pg-boss, in the schema `pgboss` of its database, and makes sure of the queue. */
export async function startBoss(databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: 2 });
  boss.on('error', (error) => console.error(`pg-boss: ${error.message}`));
  await boss.start();
  await boss.createQueue(queueName, pgBossQueueOptions);
  return boss;
}
