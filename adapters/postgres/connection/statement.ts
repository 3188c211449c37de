/** One SQL statement. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Names it, so that a connection plans it once. Only for a text that doesn't vary. */
  readonly name?: string;
}

/** Where statements run: a pool, a Kysely instance, or a host's transaction. */
export interface StatementRunner {
  /**
   * Runs one statement in one round trip.
   * @param signal  Gives up when aborted: the promise rejects with the signal's reason, the connection is not reused.
   * @param onSent  Called when it has a connection and sends the statement.
   */
  run(statement: Statement, signal?: AbortSignal, onSent?: () => void): Promise<unknown[]>;
}
