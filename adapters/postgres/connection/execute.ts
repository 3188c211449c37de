import pRetry from 'p-retry';
import { AttendanceError, type CallOptions } from '../../../src/index.js';
import { toAttendanceError, transientReason } from './database-error.js';
import type { Statement, StatementRunner } from './statement.js';
import { createTransactionRunner } from './transaction-runner.js';

/** Makes the statement of one try. `mayBeRecorded` once an earlier try has lost its connection. */
export type StatementOfTry = (mayBeRecorded: boolean) => Statement;

/** Runs one statement, retrying what may be retried. */
export type Execute = <Row>(toStatement: StatementOfTry, options?: CallOptions) => Promise<Row[]>;

/** Six more tries within about 1.3 to 2.5 s: longer than a failover's first refusals, shorter than the time limit. */
const retries = { retries: 6, minTimeout: 20, factor: 2, randomize: true };

/**
 * Runs statements within `timeoutMs`, waiting for a connection and all tries included. Lost connections, deadlocks and
 * serialization failures are tried again with jitter, but never in a host's transaction: there the host must start over.
 */
export function createExecute(runner: StatementRunner, timeoutMs: number): Execute {
  return async <Row>(toStatement: StatementOfTry, { transaction, signal }: CallOptions = {}) => {
    try {
      if (transaction !== undefined) {
        return rowsOf<Row>(await createTransactionRunner(transaction).run(toStatement(false), signal));
      }
      return rowsOf<Row>(await runWithRetries(runner, toStatement, within(timeoutMs, signal)));
    } catch (error) {
      throw signal?.aborted ? new AttendanceError('aborted', 'the call was aborted', {}) : toAttendanceError(error);
    }
  };
}

async function runWithRetries(runner: StatementRunner, toStatement: StatementOfTry, signal: AbortSignal) {
  let mayBeRecorded = false;
  const shouldRetry = ({ error }: { readonly error: Error }) => {
    const reason = transientReason(error);
    mayBeRecorded ||= reason === 'connection';
    return reason !== undefined;
  };
  return pRetry(() => runner.run(toStatement(mayBeRecorded), signal), { ...retries, signal, shouldRetry });
}

function within(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([deadline, signal]) : deadline;
}

/** The one place where rows get their type: a statement's text and its row type are written side by side. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}
