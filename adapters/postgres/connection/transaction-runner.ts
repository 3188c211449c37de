import { AttendanceError } from '../../../src/index.js';
import type { QueryClient } from './clients.js';
import { createKyselyTransactionRunner, type KyselyTransaction } from './kysely-runner.js';
import type { StatementRunner } from './statement-runner.js';
import { whilePatient } from './until-aborted.js';

/** A host's transaction: Kysely's, or a client with `query(text, values)` between its BEGIN and COMMIT. */
export type PostgresTransaction = KyselyTransaction | QueryClient;

/**
 * Runs statements in a host's transaction.
 * @throws {AttendanceError} `invalid_command` for something that is no transaction.
 */
export function createTransactionRunner(transaction: unknown): StatementRunner {
  if (isKyselyTransaction(transaction)) return createKyselyTransactionRunner(transaction);
  if (isQueryClient(transaction)) return createClientRunner(transaction);
  const message = 'must be a Kysely transaction or have query(text, values)';
  throw new AttendanceError('invalid_command', `invalid command: transaction: ${message}`, {
    issues: [{ path: 'transaction', message }],
  });
}

function createClientRunner(client: QueryClient): StatementRunner {
  return {
    run: async (toStatement, patience) => {
      const { text, values } = toStatement();
      return rowsOf(await whilePatient(client.query(text, [...values]), patience));
    },
  };
}

/** `pg` answers `{ rows }`, some wrappers the rows themselves. */
function rowsOf(result: unknown): unknown[] {
  if (Array.isArray(result)) return result;
  const isResult = typeof result === 'object' && result !== null && 'rows' in result;
  if (isResult && Array.isArray(result.rows)) return result.rows;
  throw new AttendanceError('repository_failed', 'query(text, values) must resolve to rows or { rows }', {});
}

/** The Kysely instance itself is refused: its statements would commit on their own. */
function isKyselyTransaction(value: unknown): value is KyselyTransaction {
  return hasMethod(value, 'withoutPlugins') && Reflect.get(value, 'isTransaction') === true;
}

/** A pool is refused: it may take another connection for each query, and none of them is in the transaction. */
function isQueryClient(value: unknown): value is QueryClient {
  return hasMethod(value, 'query') && !('totalCount' in value);
}

function hasMethod(value: unknown, name: string): value is object {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function';
}
