/**
 * What a guardian was last told, or possibly told, of one child on one day in one session. A withdrawal that has arrived
 * leaves nothing told.
 */
export interface Told {
  /** `null` when they were told that the mark is withdrawn. */
  readonly status: string | null;
  /** What they had been told before that; `null` when nothing. */
  readonly previousStatus: string | null;
  /** Whether it stands in the very delivery that is decided on: attempted already, and not known to have arrived. */
  readonly isOwn: boolean;
}

/** One status to tell, and what was told before. */
export interface Telling {
  readonly status: string | null;
  readonly previousStatus: string | null;
}

/**
 * What a guardian is to be told of one child now: the current status against the last one told. What was attempted
 * counts as possibly told, so a change of it is a correction, which no filter suppresses.
 * @param current         The record's status, `null` when unmarked.
 * @param told            `undefined` when nothing was told.
 * @param silentStatuses  Statuses that are not worth telling on their own.
 * @returns               `undefined` when there is nothing to tell.
 */
export function decideTelling(
  current: string | null,
  told: Told | undefined,
  silentStatuses: readonly string[],
): Telling | undefined {
  if (!told) {
    const isWorthTelling = current !== null && !silentStatuses.includes(current);
    return isWorthTelling ? { status: current, previousStatus: null } : undefined;
  }
  if (current !== told.status) return { status: current, previousStatus: beliefBefore(current, told) };
  return told.isOwn ? { status: current, previousStatus: told.previousStatus } : undefined;
}

/** Who may not have got a withdrawal may still believe what it withdrew. */
function beliefBefore(current: string | null, { status, previousStatus }: Told): string | null {
  const believed = status ?? previousStatus;
  return believed === current ? null : believed;
}
