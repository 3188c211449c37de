export { createPostgresRepository, type PostgresRepositoryOptions } from './postgres-repository.js';
export { createMigrationProvider, migrateDown, migrateToLatest } from './migrate.js';
export type { SchemaOptions } from './schema.js';
export type { PostgresTransaction } from './connection/transaction-runner.js';
export type { PgClient, PgPool, PgPoolClient, QueryClient } from './connection/clients.js';
export type { KyselyExecutor, KyselyInstance } from './connection/kysely-runner.js';
