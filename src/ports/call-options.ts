/** Says how one call runs. */
export interface CallOptions<Transaction = unknown> {
  /** The host's own transaction. The call joins it, is never retried, and leaves nothing when it rolls back. */
  readonly transaction?: Transaction;
  /** Gives up waiting. A statement that was sent may still be recorded. */
  readonly signal?: AbortSignal;
}
