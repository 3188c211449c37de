/**
 * The last thing that a guardian was told, or possibly told, of one child on one day in one session. A withdrawal
 * that has arrived leaves nothing told.
 */
export interface Told {
  /** `null` when they were told that the mark is withdrawn. */
  readonly status: string | null;
  /** The status that they had been told before that; `null` when none. */
  readonly previousStatus: string | null;
  /** True when it stands in the very delivery that is decided on: attempted already, and not known to have arrived. */
  readonly isOwn: boolean;
}

/** One status to tell, and what was told before. */
export interface Telling {
  readonly status: string | null;
  readonly previousStatus: string | null;
}

/** One delivery's word on a child and session. */
export interface Saying {
  readonly status: string | null;
  readonly previousStatus: string | null;
  /** The delivery's number among those of its guardian and day: a greater one was said later. */
  readonly toldOrder: number | null;
  readonly hasArrived: boolean;
  /** True when it is the delivery that is decided on. */
  readonly isOwn: boolean;
}

/** The rules by which something is worth telling. */
export interface TellingOptions {
  /** Statuses that are not worth telling on their own. */
  readonly silentStatuses: readonly string[];
  /** True when only what was told may be corrected: a guardian who was told nothing is told nothing. */
  readonly onlyCorrects: boolean;
}

/**
 * Finds what was told last.
 * @returns `undefined` when nothing was said, or when it was withdrawn and the withdrawal has arrived.
 */
export function findTold(sayings: readonly Saying[]): Told | undefined {
  const [first, ...others] = sayings;
  if (!first) return undefined;
  const orderOf = ({ toldOrder }: Saying) => toldOrder ?? 0;
  const last = others.reduce((latest, saying) => (orderOf(saying) > orderOf(latest) ? saying : latest), first);
  if (last.status === null && last.hasArrived) return undefined;
  return { status: last.status, previousStatus: last.previousStatus, isOwn: last.isOwn };
}

/**
 * Decides what a guardian is to be told of one child and session now: the current status against the last one told. An
 * attempt counts as possibly told, so a change of what it said is a correction, which no filter suppresses.
 * @param current  The record's status, `null` when unmarked.
 * @param told     `undefined` when nothing was told.
 * @returns        `undefined` when there is nothing to tell.
 */
export function decideTelling(
  current: string | null,
  told: Told | undefined,
  { silentStatuses, onlyCorrects }: TellingOptions,
): Telling | undefined {
  if (!told) {
    const isWorthTelling = !onlyCorrects && current !== null && !silentStatuses.includes(current);
    return isWorthTelling ? { status: current, previousStatus: null } : undefined;
  }
  if (current !== told.status) return { status: current, previousStatus: beliefBefore(current, told) };
  return told.isOwn ? { status: current, previousStatus: told.previousStatus } : undefined;
}

/** A guardian who may not have got a withdrawal may still believe what it withdrew. */
function beliefBefore(current: string | null, { status, previousStatus }: Told): string | null {
  const believed = status ?? previousStatus;
  return believed === current ? null : believed;
}
