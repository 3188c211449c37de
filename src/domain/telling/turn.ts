import { compareTexts } from '../texts.js';
import { isKnownDelivery, type Kind, type Subject } from './subject.js';

/** The times of a delivery that waits, or is held. */
export interface Times {
  readonly runAt: Date;
  readonly leaseUntil: Date | null;
}

/** The place of a delivery among those of its guardian, subject type and day. */
export interface Turn extends Times {
  readonly subjects: readonly Pick<Subject, 'subjectKey'>[];
  readonly leaseToken: string | null;
  /** `null` until it is claimed. */
  readonly toldOrder: number | null;
  readonly createdAt: Date;
  readonly jobId: string;
  readonly number: number;
}

/**
 * The time at which a delivery is due, in milliseconds: its own, but not before the lease of its last worker has run
 * out.
 */
export function dueAt({ runAt, leaseUntil }: Times): number {
  return Math.max(runAt.getTime(), leaseUntil?.getTime() ?? Number.NEGATIVE_INFINITY);
}

/** Says if the last worker of a delivery let the lease run out. */
export function isSuspect({ leaseUntil }: Pick<Times, 'leaseUntil'>, now: Date): boolean {
  return leaseUntil !== null && leaseUntil <= now;
}

/**
 * Says if two deliveries of one guardian, subject type and day are in one thread: when they share a subject key.
 * Deliveries of a thread are told one after the other.
 */
export function shareThread(a: Pick<Turn, 'subjects'>, b: Pick<Turn, 'subjects'>): boolean {
  return a.subjects.some(({ subjectKey }) => b.subjects.some((other) => other.subjectKey === subjectKey));
}

/**
 * Finds the delivery that must be sent before a candidate, which may be the candidate itself: the first of its
 * thread. Nothing overtakes what somebody holds; what was attempted first stays first, and the rest follows the jobs.
 * @param pending  The pending deliveries of the same guardian, subject type and day.
 * @returns        `undefined` when that delivery has to wait itself for a third one.
 */
export function findHead<Row extends Turn>(candidate: Row, pending: readonly Row[]): Row | undefined {
  const head = firstOfThread(candidate, pending);
  return firstOfThread(head, pending) === head ? head : undefined;
}

/** The claim that wants the first of a thread. */
export interface Taking {
  readonly now: Date;
  /** True for deliveries whose last worker let the lease run out, false for the others. */
  readonly suspects: boolean;
  /** Says if the content of a delivery is no longer true. */
  readonly isStale: boolean;
}

/**
 * Says if the first delivery of a thread may be taken. A correction need not wait for the next attempt at what it
 * corrects.
 */
export function mayBeTaken(head: Turn, { now, suspects, isStale }: Taking): boolean {
  const isDue = dueAt(head) <= now.getTime();
  if (head.leaseToken !== null) return suspects && isDue;
  return !suspects && (isDue || isStale);
}

/**
 * Says if this release can read all content in the thread of a delivery. A release that cannot does not know what was
 * told.
 * @param others  Deliveries of the same guardian, subject type and day, settled or not.
 */
export function isThreadReadable(delivery: Turn & Kind, others: readonly (Turn & Kind)[]): boolean {
  return others.every((other) => isKnownDelivery(other) || !shareThread(other, delivery));
}

/** Says if a content is no longer true. */
export function isStale<Change extends { readonly status: string | null }>(
  changes: readonly Change[] | null,
  statusOf: (change: Change) => string | null,
): boolean {
  return (changes ?? []).some((change) => statusOf(change) !== change.status);
}

function firstOfThread<Row extends Turn>(row: Row, pending: readonly Row[]): Row {
  return pending.reduce(
    (first, other) => (shareThread(other, row) && compareTurns(other, first) < 0 ? other : first),
    row,
  );
}

function compareTurns(a: Turn, b: Turn): number {
  return (
    Number(a.leaseToken === null) - Number(b.leaseToken === null) ||
    compareOrders(a.toldOrder, b.toldOrder) ||
    a.createdAt.getTime() - b.createdAt.getTime() ||
    compareTexts(a.jobId, b.jobId) ||
    a.number - b.number
  );
}

/** A delivery that was attempted goes before one that never was. */
function compareOrders(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (a ?? Number.MAX_SAFE_INTEGER) - (b ?? Number.MAX_SAFE_INTEGER);
}
