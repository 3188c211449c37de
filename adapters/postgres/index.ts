export type { PgClient, PgPool, PgPoolClient, QueryClient } from './connection/clients.js';
export type { KyselyExecutor, KyselyInstance, KyselyTransaction } from './connection/kysely-runner.js';
export type { PostgresTransaction } from './connection/transaction-runner.js';
export { createMigrationProvider, migrateDown, migrateToLatest } from './migrate.js';
export {
  createPostgresRepository,
  type PostgresRepository,
  type PostgresRepositoryOptions,
} from './postgres-repository.js';
export type { SchemaOptions } from './schema/schema.js';
