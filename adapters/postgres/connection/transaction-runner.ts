import { AttendanceError } from '../../../src/index.js';
import type { QueryClient } from './clients.js';
import { createKyselyTransactionRunner, type KyselyExecutor } from './kysely-runner.js';
import type { StatementRunner } from './statement.js';
import { untilAborted } from './until-aborted.js';

/** A host's transaction: Kysely's, or a client with `query(text, values)` between its BEGIN and COMMIT. */
export type PostgresTransaction = KyselyExecutor | QueryClient;

/**
 * Runs statements in a host's transaction.
 * @throws {AttendanceError} `invalid_command` for something that is no transaction.
 */
export function createTransactionRunner(transaction: unknown): StatementRunner {
  if (isKyselyExecutor(transaction)) return createKyselyTransactionRunner(transaction);
  if (isQueryClient(transaction)) return createClientRunner(transaction);
  const message = 'must be a Kysely transaction or have query(text, values)';
  throw new AttendanceError('invalid_command', `invalid command: transaction: ${message}`, {
    issues: [{ path: 'transaction', message }],
  });
}

function createClientRunner(client: QueryClient): StatementRunner {
  return {
    run: async ({ text, values }, signal) => (await untilAborted(client.query(text, [...values]), signal)).rows,
  };
}

function isKyselyExecutor(value: unknown): value is KyselyExecutor {
  return hasMethod(value, 'executeQuery');
}

function isQueryClient(value: unknown): value is QueryClient {
  return hasMethod(value, 'query');
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
