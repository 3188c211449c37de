/** How much was stored of a child, and is no more. */
export interface ErasedChild {
  readonly records: number;
  readonly revisions: number;
  /** Deliveries that were about this child only, or are now about its siblings only. */
  readonly deliveries: number;
}

/** How much a purge deleted. */
export interface Purged {
  readonly deliveries: number;
  readonly revisions: number;
}
