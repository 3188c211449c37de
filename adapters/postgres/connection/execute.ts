import pRetry from 'p-retry';
import {
  AttendanceError,
  type CallOptions,
  isAttendanceError,
  type StatementOperation,
  type StatementReading,
} from '../../../src/index.js';
import type { LookRow } from '../schema/look.js';
import type { Look, SchemaGate } from '../schema/schema-gate.js';
import type { Statement } from '../sql/sql.js';
import { isLockWait, isUndone, toAttendanceError, transientReason } from './database-error.js';
import type { PreparedNames } from './prepared-names.js';
import type { Patience, StatementRunner } from './statement-runner.js';
import type { StatementWatch } from './statement-watch.js';
import { TimeLimit } from './time-limit.js';
import { createTransactionRunner } from './transaction-runner.js';

/** One try at a statement. */
export interface Try {
  /** Counted from 1. */
  readonly attempt: number;
  /** True if an earlier try was sent and not answered, and may have been recorded all the same. */
  readonly mayBeRecorded: boolean;
  /**
   * The longest wait for a lock, in whole milliseconds, so that the server gives up before the caller does. A statement
   * that nobody waits for must not wait for a lock. `undefined` in a host's transaction, whose limits are the host's.
   */
  readonly lockWaitMs: number | undefined;
}

/** The answer to a statement. */
export interface Answer<Row> {
  readonly rows: Row[];
  /** True if a try before the one that was answered may have been recorded. The rows then may be what that try left. */
  readonly mayBeRecorded: boolean;
}

/** Says more about a statement. */
export interface About {
  /** The marks that the statement carries, for those who watch. Default 0. */
  readonly marks?: number;
  /**
   * True if the statement itself keeps to `lockWaitMs`. To wait as long for a lock is then a time-out. Default false.
   */
  readonly limitsLockWait?: boolean;
  /** True if a try before this call may have been recorded. Default false. */
  readonly mayBeRecorded?: boolean | undefined;
}

/**
 * Runs one statement, and tries again what may be tried again.
 * @param operation    Names the purpose of the statement, for those who watch.
 * @param toStatement  Makes the statement of one try, when there is a connection for it.
 */
export type Execute = <Row>(
  operation: StatementOperation,
  toStatement: (one: Try) => Statement,
  options?: CallOptions,
  about?: About,
) => Promise<Answer<Row>>;

/** Six more tries within about 1.3 to 2.5 s: longer than a failover's first refusals, shorter than the time limit. */
const retries = { retries: 6, minTimeout: 20, factor: 2, randomize: true };

/** The way of a statement to the database. */
export interface Way {
  readonly runner: StatementRunner;
  /** The longest that a call may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly watch: StatementWatch;
  /** Left out only by the statement that looks at the tables themselves. */
  readonly gate?: SchemaGate;
  /** Names the statements that come over and over. Left out where statements have no names. */
  readonly names?: PreparedNames;
}

/**
 * Runs statements within `timeoutMs`, waiting for a connection and all tries included. Lost connections, deadlocks and
 * serialization failures are tried again with jitter. In a host's transaction nothing is tried again: there the host
 * must start over.
 */
export function createExecute(way: Way): Execute {
  const { runner, timeoutMs } = way;
  return async <Row>(
    operation: StatementOperation,
    toStatement: (one: Try) => Statement,
    { transaction, signal }: CallOptions = {},
    about: About = {},
  ) => {
    const { marks = 0 } = about;
    const call = new Call(way, { operation, marks }, toStatement, {
      mayBeRecorded: about.mayBeRecorded ?? false,
      isLockWaitLimited: about.limitsLockWait === true && transaction === undefined,
    });
    try {
      if (transaction !== undefined) {
        return await call.runOnce<Row>(createTransactionRunner(transaction), { signal });
      }
      return await withinTime(timeoutMs, signal, (patience) => call.runTries<Row>(runner, patience));
    } catch (error) {
      if (signal?.aborted) throw new AttendanceError('aborted', 'the call was aborted', {});
      throw isAttendanceError(error) ? error : await call.explain(error);
    }
  };
}

/** One call of a statement, with all its tries. */
class Call {
  readonly #way: Way;
  readonly #about: Pick<StatementReading, 'operation' | 'marks'>;
  readonly #toStatement: (one: Try) => Statement;
  readonly #isLockWaitLimited: boolean;
  /** True once a try was sent and not answered. */
  #mayBeRecorded: boolean;

  constructor(
    way: Way,
    about: Pick<StatementReading, 'operation' | 'marks'>,
    toStatement: (one: Try) => Statement,
    { mayBeRecorded, isLockWaitLimited }: { readonly mayBeRecorded: boolean; readonly isLockWaitLimited: boolean },
  ) {
    this.#way = way;
    this.#about = about;
    this.#toStatement = toStatement;
    this.#isLockWaitLimited = isLockWaitLimited;
    this.#mayBeRecorded = mayBeRecorded;
  }

  /** Runs the only try, in a host's transaction. */
  async runOnce<Row>(runner: StatementRunner, patience: Patience): Promise<Answer<Row>> {
    const toSent = () => this.#makeStatement(1, undefined);
    return this.#answer<Row>(await this.#send(runner, 1, toSent, patience));
  }

  /** Runs one try after the other, until one is answered, or fails for good. */
  async runTries<Row>(runner: StatementRunner, patience: LimitedPatience): Promise<Answer<Row>> {
    const runTry = (attempt: number) => this.#runTry(runner, attempt, patience);
    try {
      return this.#answer<Row>(await tryUntilDone(runTry, patience, this.#isLockWaitLimited));
    } catch (error) {
      throw await this.explain(error, (statement) => this.#look(runner, statement, patience));
    }
  }

  /** Makes the library's error of what a driver threw. */
  async explain(thrown: unknown, look?: Look): Promise<AttendanceError> {
    const error = toAttendanceError(thrown, {
      isLockWaitLimited: this.#isLockWaitLimited,
      mayBeRecorded: this.#mayBeRecorded && this.#about.marks > 0,
    });
    return this.#way.gate?.explain(error, look) ?? error;
  }

  async #runTry(runner: StatementRunner, attempt: number, patience: LimitedPatience): Promise<unknown[]> {
    const { names } = this.#way;
    let sent: Statement | undefined;
    let sentAt = 0;
    const toSent = () => {
      sentAt = performance.now();
      const statement = this.#makeStatement(attempt, lockWaitWithin(patience.deadline.endsAt - sentAt));
      sent = statement;
      return names?.name(this.#about.operation, statement) ?? statement;
    };
    try {
      const rows = await this.#send(runner, attempt, toSent, patience);
      if (sent) names?.note(sent, performance.now() - sentAt);
      return rows;
    } catch (error) {
      this.#mayBeRecorded ||= sent !== undefined && !isUndone(error);
      throw error;
    }
  }

  #makeStatement(attempt: number, lockWaitMs: number | undefined): Statement {
    const statement = this.#toStatement({ attempt, mayBeRecorded: this.#mayBeRecorded, lockWaitMs });
    return this.#way.gate?.guard(statement) ?? statement;
  }

  #send(runner: StatementRunner, attempt: number, toSent: () => Statement, patience: Patience): Promise<unknown[]> {
    return this.#way.watch.run(runner, toSent, patience, { ...this.#about, attempt });
  }

  async #look(runner: StatementRunner, statement: Statement, patience: Patience) {
    const about = { operation: 'ping', marks: 0, attempt: 1 } as const;
    return rowsOf<LookRow>(await this.#way.watch.run(runner, () => statement, patience, about));
  }

  #answer<Row>(rows: unknown[]): Answer<Row> {
    return { rows: rowsOf<Row>(rows), mayBeRecorded: this.#mayBeRecorded };
  }
}

function lockWaitWithin(leftMs: number): number {
  return Math.max(1, Math.floor(leftMs * 0.9));
}

type RunTry = (attempt: number) => Promise<unknown[]>;
type LimitedPatience = Required<Patience>;

/** The first try needs nothing of what further tries need. */
async function tryUntilDone(runTry: RunTry, patience: LimitedPatience, isLockWaitLimited: boolean): Promise<unknown[]> {
  patience.signal?.throwIfAborted();
  try {
    return await runTry(1);
  } catch (error) {
    const runFurther = (attempt: number) => (attempt === 1 ? Promise.reject(error) : runTry(attempt));
    return tryAgain(runFurther, eitherOf(patience), isLockWaitLimited);
  }
}

async function tryAgain(runTry: RunTry, signal: AbortSignal, isLockWaitLimited: boolean): Promise<unknown[]> {
  const shouldRetry = ({ error }: { readonly error: Error }) =>
    transientReason(error) !== undefined && !(isLockWaitLimited && isLockWait(error));
  return pRetry(runTry, { ...retries, signal, shouldRetry });
}

/** Gives `work` a deadline. Work that its caller has given up goes on until its deadline. */
async function withinTime<Result>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (patience: LimitedPatience) => Promise<Result>,
): Promise<Result> {
  const deadline = new TimeLimit(timeoutMs);
  try {
    return await work({ signal, deadline });
  } finally {
    if (!signal?.aborted) deadline.stop();
  }
}

function eitherOf({ signal, deadline }: LimitedPatience): AbortSignal {
  return signal ? AbortSignal.any([deadline.toSignal(), signal]) : deadline.toSignal();
}

/** The one place where rows get their type: a statement's text and its row type are written side by side. */
function rowsOf<Row>(rows: unknown[]): Row[] {
  return rows as Row[];
}
