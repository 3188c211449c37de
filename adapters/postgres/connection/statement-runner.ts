import type { Statement } from '../sql/sql.js';
import type { TimeLimit } from './time-limit.js';

/** Says how long somebody waits for a statement. */
export interface Patience {
  /** The caller's own: aborted when it gives up. */
  readonly signal?: AbortSignal | undefined;
  /** The time limit; none in a host's transaction. */
  readonly deadline?: TimeLimit;
}

/** The place where statements run: a pool, a Kysely instance, or a host's transaction. */
export interface StatementRunner {
  /**
   * Runs one statement in one round trip.
   * @param toStatement  Called when there is a connection, to send what it returns at once. Not called where there
   *                     never is one.
   * @param patience     Gives up when the caller does or the time is over: the promise rejects with the reason. A
   *                     statement that was sent may still be done.
   */
  run(toStatement: () => Statement, patience: Patience): Promise<unknown[]>;
}
