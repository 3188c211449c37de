import { CompiledQuery } from 'kysely';
import type { Statement } from '../sql/sql.js';
import type { StatementRunner } from './statement-runner.js';
import { whilePatient } from './until-aborted.js';

/** The part of a Kysely connection or transaction that is needed. */
export interface KyselyExecutor {
  /** The host's plugins, such as `CamelCasePlugin`, must not touch the library's rows. */
  withoutPlugins(): { executeQuery<Row>(query: CompiledQuery<Row>): Promise<{ readonly rows: Row[] }> };
}

/** The part of a Kysely transaction that is needed. */
export interface KyselyTransaction extends KyselyExecutor {
  /** Tells it from the Kysely instance, on which a statement would commit on its own. */
  readonly isTransaction: true;
}

/** The part of a Kysely instance that is needed, whatever tables the instance knows. */
export interface KyselyInstance {
  connection(): { execute<Result>(callback: (connection: KyselyExecutor) => Promise<Result>): Promise<Result> };
}

/**
 * Runs statements through a Kysely instance, whatever driver is behind it. Prepared statements have no way through.
 * A statement that gets its connection only after the caller gave up is not sent any more.
 */
export function createKyselyRunner(db: KyselyInstance): StatementRunner {
  return {
    run: (toStatement, patience) => {
      const rows = db.connection().execute(async (connection) => {
        patience.signal?.throwIfAborted();
        patience.deadline?.throwIfOver();
        return runOn(connection, toStatement());
      });
      return whilePatient(rows, patience);
    },
  };
}

/** Runs statements in a Kysely transaction. */
export function createKyselyTransactionRunner(transaction: KyselyTransaction): StatementRunner {
  return {
    run: (toStatement, patience) => whilePatient(runOn(transaction, toStatement()), patience),
  };
}

async function runOn(executor: KyselyExecutor, { text, values }: Statement): Promise<unknown[]> {
  const { rows } = await executor.withoutPlugins().executeQuery(CompiledQuery.raw(text, [...values]));
  return rows;
}
