import type { QueuedMark } from './queued-mark.js';

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
