import type { Mark } from '../domain/marks/mark.js';
import type { MarkResult } from '../ports/mark-store.js';

/** One caller's mark on its way: it waits, is sent with others, and has ended once its caller knows. */
export interface QueuedMark {
  readonly mark: Mark;
  /** When the command was received. */
  readonly now: Date;
  readonly signal: AbortSignal | undefined;
  /** `noLane` while an earlier mark of its child is on its way. */
  lane: Lane;
  readonly resolve: (result: MarkResult) => void;
  readonly reject: (error: unknown) => void;
  /** Listens to the signal, if there is one. */
  onAbort: (() => void) | undefined;
  /** Gives it up when its time is over. */
  readonly timer: ReturnType<typeof setTimeout> | undefined;
  state: 'waiting' | 'sent' | 'ended';
  /** The same child's later marks, in order. Held by its first one only. */
  followers: Set<QueuedMark> | undefined;
}

/** One school's marks. Never in two statements at once, which also keeps a child's marks in order. */
export interface Lane {
  /** The school's id; empty for the marks of which no school is known. */
  readonly key: string;
  /** Marks that wait, the first of each child, in order. */
  readonly waiting: Set<QueuedMark>;
  /** Marks that were sent and are not settled yet. */
  underWay: number;
  /** Whether a statement with marks of it is under way: not so between a statement that failed and the next try. */
  isRunning: boolean;
}

/** The lane of the marks of which no school is known. */
export const unknownLane = '';

/** A lane without marks, and none of the queue's. */
export function createLane(key: string): Lane {
  return { key, waiting: new Set(), underWay: 0, isRunning: false };
}

/** Where a mark is that follows an earlier one of its child. */
export const noLane: Lane = createLane(unknownLane);

/** Ends a mark. Whether its caller is to be told: not one that has gone. */
export function end(queued: QueuedMark): boolean {
  if (queued.state === 'ended') return false;
  queued.state = 'ended';
  clearTimeout(queued.timer);
  if (queued.onAbort) queued.signal?.removeEventListener('abort', queued.onAbort);
  return true;
}
