/** What one look for work came to. */
export interface Turn {
  /** Whether there was any. */
  readonly isFound: boolean;
  /** Whether another look, at once, may find more. */
  readonly isMore: boolean;
}

/** The turn of a worker that has ended. */
export const noTurn: Turn = { isFound: false, isMore: false };
