/** One SQL statement. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Names it, so that a connection plans it once. Only for a text that doesn't vary. */
  readonly name?: string;
}

/** How long somebody waits for a statement. */
export interface Patience {
  /** The caller's own: aborted when it gives up. */
  readonly signal?: AbortSignal | undefined;
  /** Aborted when the time limit is over; none in a host's transaction. */
  readonly deadline?: AbortSignal;
}

/** Where statements run: a pool, a Kysely instance, or a host's transaction. */
export interface StatementRunner {
  /**
   * Runs one statement in one round trip.
   * @param toStatement  Called when there is a connection, to send what it returns at once. Not called where there never is one.
   * @param patience     Gives up when either is aborted: the promise rejects with the reason. What was sent may still be done.
   */
  run(toStatement: () => Statement, patience: Patience): Promise<unknown[]>;
}
