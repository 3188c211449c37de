import pRetry from 'p-retry';
import { AttendanceError, type CallOptions, isAttendanceError, type StatementOperation } from '../../../src/index.js';
import type { Look, SchemaGate } from '../schema/schema-gate.js';
import { isLockWait, isUndone, toAttendanceError, transientReason } from './database-error.js';
import type { Patience, Statement, StatementRunner } from './statement.js';
import type { StatementWatch } from './statement-watch.js';
import { createTransactionRunner } from './transaction-runner.js';

/** One try at a statement. */
export interface Try {
  /** Counted from 1. */
  readonly attempt: number;
  /** Whether an earlier try was sent and not answered, and may have been recorded all the same. */
  readonly mayBeRecorded: boolean;
  /**
   * How long it may wait for a lock, in whole milliseconds, so that the server gives up before the caller does: what nobody waits
   * for must not wait for a lock. `undefined` in a host's transaction, whose limits are the host's.
   */
  readonly lockWaitMs: number | undefined;
}

/**
 * Runs one statement, retrying what may be retried.
 * @param operation    What it is for: for those who watch, like `about.marks`, which it carries (default 0).
 * @param toStatement  Makes the statement of one try, when there is a connection for it.
 * @param about.limitsLockWait  Whether the statement itself keeps to `lockWaitMs`: to wait as long is then a time-out.
 * @param about.mayBeRecorded   Whether a try before this call may have been recorded. Default false.
 */
export type Execute = <Row>(
  operation: StatementOperation,
  toStatement: (one: Try) => Statement,
  options?: CallOptions,
  about?: {
    readonly marks?: number;
    readonly limitsLockWait?: boolean;
    readonly mayBeRecorded?: boolean | undefined;
  },
) => Promise<Row[]>;

/** Six more tries within about 1.3 to 2.5 s: longer than a failover's first refusals, shorter than the time limit. */
const retries = { retries: 6, minTimeout: 20, factor: 2, randomize: true };

/**
 * Runs statements within `timeoutMs`, waiting for a connection and all tries included. Lost connections, deadlocks and
 * serialization failures are tried again with jitter, but never in a host's transaction: there the host must start over.
 * @param gate  Left out only by what looks at the tables themselves.
 */
export function createExecute(
  runner: StatementRunner,
  timeoutMs: number,
  watch: StatementWatch,
  gate?: SchemaGate,
): Execute {
  const guard = (statement: Statement) => gate?.guard(statement) ?? statement;
  const explain = async (error: AttendanceError, look?: Look) => gate?.explain(error, look) ?? error;
  return async <Row>(
    operation: StatementOperation,
    toStatement: (one: Try) => Statement,
    { transaction, signal }: CallOptions = {},
    { marks = 0, limitsLockWait = false, mayBeRecorded = false } = {},
  ) => {
    const isLockWaitLimited = limitsLockWait && transaction === undefined;
    const runOn = (on: StatementRunner, attempt: number, toSent: () => Statement, patience: Patience) =>
      watch.run(on, toSent, patience, { operation, marks, attempt });
    const toError = (error: unknown) =>
      toAttendanceError(error, { isLockWaitLimited, mayBeRecorded: mayBeRecorded && marks > 0 });
    try {
      if (transaction !== undefined) {
        const toSent = () => guard(toStatement({ attempt: 1, mayBeRecorded, lockWaitMs: undefined }));
        return rowsOf<Row>(await runOn(createTransactionRunner(transaction), 1, toSent, { signal }));
      }
      return await withinTime(timeoutMs, signal, async (patience, endsAt) => {
        const runTry = async (attempt: number) => {
          let isSent = false;
          const toSent = () => {
            const lockWaitMs = lockWaitWithin(endsAt - performance.now());
            const statement = guard(toStatement({ attempt, mayBeRecorded, lockWaitMs }));
            isSent = true;
            return statement;
          };
          try {
            return await runOn(runner, attempt, toSent, patience);
          } catch (error) {
            mayBeRecorded ||= isSent && !isUndone(error);
            throw error;
          }
        };
        const look: Look = async (statement) =>
          rowsOf(await watch.run(runner, () => statement, patience, { operation: 'ping', marks: 0, attempt: 1 }));
        try {
          return rowsOf<Row>(await tryAgain(runTry, eitherOf(patience), isLockWaitLimited));
        } catch (error) {
          throw await explain(toError(error), look);
        }
      });
    } catch (error) {
      if (signal?.aborted) throw new AttendanceError('aborted', 'the call was aborted', {});
      throw isAttendanceError(error) ? error : await explain(toError(error));
    }
  };
}

function lockWaitWithin(leftMs: number): number {
  return Math.max(1, Math.floor(leftMs * 0.9));
}

type RunTry = (attempt: number) => Promise<unknown[]>;

async function tryAgain(runTry: RunTry, signal: AbortSignal, isLockWaitLimited: boolean): Promise<unknown[]> {
  const shouldRetry = ({ error }: { readonly error: Error }) =>
    transientReason(error) !== undefined && !(isLockWaitLimited && isLockWait(error));
  return pRetry(runTry, { ...retries, signal, shouldRetry });
}

/**
 * Gives `work` a deadline. Unlike `AbortSignal.timeout`, whose timers all run out at last, it costs next to nothing once the work is
 * done; what a caller has given up goes on until its deadline.
 */
async function withinTime<Result>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (patience: Required<Patience>, endsAt: number) => Promise<Result>,
): Promise<Result> {
  const control = new AbortController();
  const giveUp = () => control.abort(new DOMException('the time limit is over', 'TimeoutError'));
  const timer = setTimeout(giveUp, timeoutMs);
  try {
    return await work({ signal, deadline: control.signal }, performance.now() + timeoutMs);
  } finally {
    if (!signal?.aborted) clearTimeout(timer);
  }
}

function eitherOf({ signal, deadline }: Required<Patience>): AbortSignal {
  return signal ? AbortSignal.any([deadline, signal]) : deadline;
}

/** The one place where rows get their type: a statement's text and its row type are written side by side. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}
