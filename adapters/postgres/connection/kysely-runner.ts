import { CompiledQuery, type Kysely } from 'kysely';
import type { Statement, StatementRunner } from './statement.js';
import { untilAborted } from './until-aborted.js';

/** What is needed of a Kysely instance. */
export type KyselyInstance = Pick<Kysely<unknown>, 'connection'>;

/** What is needed of a Kysely transaction. */
export type KyselyExecutor = Pick<Kysely<unknown>, 'executeQuery'>;

/**
 * Runs statements through a Kysely instance, whatever driver is behind it. Prepared statements have no way through.
 * What gets its connection only after the caller gave up is not sent any more.
 */
export function createKyselyRunner(db: KyselyInstance): StatementRunner {
  return {
    run: (statement, signal) => {
      const rows = db.connection().execute(async (connection) => {
        signal?.throwIfAborted();
        return runOn(connection, statement);
      });
      return untilAborted(rows, signal);
    },
  };
}

/** Runs statements in a Kysely transaction. */
export function createKyselyTransactionRunner(transaction: KyselyExecutor): StatementRunner {
  return { run: (statement, signal) => untilAborted(runOn(transaction, statement), signal) };
}

async function runOn(executor: KyselyExecutor, { text, values }: Statement): Promise<unknown[]> {
  const { rows } = await executor.executeQuery(CompiledQuery.raw(text, [...values]));
  return rows;
}
