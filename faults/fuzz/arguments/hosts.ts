import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { createPgBossQueue } from 'rollbook/pg-boss';
import type { Targets } from '../target.ts';

/** Every function of `rollbook/postgres` and `rollbook/pg-boss`. Migrations run on a database of their own. */
export function hostTargets(pool: Pool): Targets {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const schema = () => ({ schema: 'attendance', idType: 'uuid' });
  const migration = { promised: 'relay', weight: 0.3, args: () => [db, schema()] } as const;
  const boss = () => ({ send: async () => 'job', work: async () => 'worker' });
  return {
    'rollbook/postgres.createPostgresRepository': {
      promised: 'host',
      weight: 6,
      args: ({ dice }) => [
        {
          ...(dice() < 0.5 ? { pool } : { db }),
          ...schema(),
          counts: 'inline',
          preparedStatements: true,
          timeoutMs: 500,
        },
      ],
    },
    'rollbook/postgres.createMigrationProvider': { promised: 'host', weight: 2, args: () => [schema()] },
    'rollbook/postgres.migrateToLatest': migration,
    'rollbook/postgres.migrateDown': migration,
    'rollbook/pg-boss.createPgBossQueue': {
      promised: 'host',
      weight: 3,
      args: () => [{ boss: boss(), queueName: 'jobs', options: { priority: 1 } }],
    },
    'rollbook/pg-boss.workPgBossQueue': {
      promised: 'relay',
      weight: 3,
      args: () => [
        {
          boss: boss(),
          attendance: { notifications: { process: async () => {} } },
          queueName: 'jobs',
          options: { localConcurrency: 1 },
        },
      ],
    },
    'pg-boss queue.enqueue': {
      promised: 'author',
      args: () => [{ jobId: 'job', schoolId: 'school' }],
      call: (args) => Reflect.apply(createPgBossQueue({ boss: boss() }).enqueue, undefined, args),
    },
  };
}
