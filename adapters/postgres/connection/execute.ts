import pRetry from 'p-retry';
import { AttendanceError, type CallOptions, type StatementOperation } from '../../../src/index.js';
import { isLockWait, toAttendanceError, transientReason } from './database-error.js';
import type { Statement, StatementRunner } from './statement.js';
import type { StatementWatch } from './statement-watch.js';
import { createTransactionRunner } from './transaction-runner.js';

/** Makes the statement of one try. `mayBeRecorded` once an earlier try has lost its connection. */
export type StatementOfTry = (mayBeRecorded: boolean) => Statement;

/**
 * Runs one statement, retrying what may be retried.
 * @param operation  What it is for: for those who watch, like `about.marks`, which it carries (default 0).
 * @param about.isLockWaitLimited  Whether the statement itself limits how long it waits for a lock: that is then a time-out.
 */
export type Execute = <Row>(
  operation: StatementOperation,
  toStatement: StatementOfTry,
  options?: CallOptions,
  about?: { readonly marks?: number; readonly isLockWaitLimited?: boolean },
) => Promise<Row[]>;

/** Six more tries within about 1.3 to 2.5 s: longer than a failover's first refusals, shorter than the time limit. */
const retries = { retries: 6, minTimeout: 20, factor: 2, randomize: true };

/**
 * Runs statements within `timeoutMs`, waiting for a connection and all tries included. Lost connections, deadlocks and
 * serialization failures are tried again with jitter, but never in a host's transaction: there the host must start over.
 */
export function createExecute(runner: StatementRunner, timeoutMs: number, watch: StatementWatch): Execute {
  return async <Row>(
    operation: StatementOperation,
    toStatement: StatementOfTry,
    { transaction, signal }: CallOptions = {},
    { marks = 0, isLockWaitLimited = false } = {},
  ) => {
    const runOn = (on: StatementRunner, attempt: number, mayBeRecorded: boolean, until?: AbortSignal) =>
      watch.run(on, toStatement(mayBeRecorded), until, { operation, marks, attempt });
    try {
      if (transaction !== undefined) {
        return rowsOf<Row>(await runOn(createTransactionRunner(transaction), 1, false, signal));
      }
      const until = within(timeoutMs, signal);
      return rowsOf<Row>(
        await tryAgain((attempt, isLost) => runOn(runner, attempt, isLost, until), until, isLockWaitLimited),
      );
    } catch (error) {
      throw signal?.aborted
        ? new AttendanceError('aborted', 'the call was aborted', {})
        : toAttendanceError(error, isLockWaitLimited);
    }
  };
}

type Try = (attempt: number, mayBeRecorded: boolean) => Promise<unknown[]>;

async function tryAgain(runTry: Try, signal: AbortSignal, isLockWaitLimited: boolean): Promise<unknown[]> {
  let mayBeRecorded = false;
  const shouldRetry = ({ error }: { readonly error: Error }) => {
    const reason = transientReason(error);
    mayBeRecorded ||= reason === 'connection';
    return reason !== undefined && !(isLockWaitLimited && isLockWait(error));
  };
  return pRetry((attempt) => runTry(attempt, mayBeRecorded), { ...retries, signal, shouldRetry });
}

function within(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(timeoutMs);
  return signal ? AbortSignal.any([deadline, signal]) : deadline;
}

/** The one place where rows get their type: a statement's text and its row type are written side by side. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}
