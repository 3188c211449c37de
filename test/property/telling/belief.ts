/** What one guardian was last told, or may have been, of one child, day and session. */
export interface Belief {
  /** `null` when it was withdrawn. */
  readonly status: string | null;
  readonly previousStatus: string | null;
  /** The message's id without its revision. */
  readonly delivery: string;
  /** Whether a worker knows that it was delivered. */
  readonly isConfirmed: boolean;
  /** Whether a notifier was given it and it arrived, whatever the worker knows. */
  readonly hasArrived: boolean;
}

/** What there is to tell, written down a second time: `undefined` when nothing, or nothing that is worth it. */
export function whatToTell(
  status: string | null,
  belief: Belief | undefined,
  silent: readonly string[],
  delivery: string,
): { readonly status: string | null; readonly previousStatus: string | null } | undefined {
  const isWithdrawn = belief?.status === null && belief.isConfirmed;
  if (!belief || isWithdrawn) {
    return status === null || silent.includes(status) ? undefined : { status, previousStatus: null };
  }
  if (status === belief.status) {
    return belief.delivery === delivery ? { status, previousStatus: belief.previousStatus } : undefined;
  }
  const believed = belief.status ?? belief.previousStatus;
  return { status, previousStatus: believed === status ? null : believed };
}
