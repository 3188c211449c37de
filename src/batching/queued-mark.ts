import { AttendanceError, isAttendanceError } from '../domain/errors.js';
import type { Mark } from '../domain/marks/mark.js';
import { aborted } from '../input/refusals.js';
import type { MarkResult } from '../ports/mark-store.js';
import type { Deadline } from './deadline.js';

/**
 * One caller's mark on its way, in one of these states:
 *
 * - waiting: in its lane, or behind an earlier mark of its child. The caller may take it back.
 * - sent: in a statement, or in a batch that is tried again. A caller who stops waiting gets an error that says so.
 * - ended: the caller has the result or an error, or has stopped waiting.
 */
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
  state: 'waiting' | 'sent' | 'ended';
  /** The same child's later marks, in order. Held by its first one only. */
  followers: Set<QueuedMark> | undefined;
  /** Gives it up when its time is over. */
  readonly deadline: Deadline<QueuedMark>;
}

/**
 * One school's marks, never in two statements at once, which also keeps a child's marks in order. A lane is in one of
 * these states:
 *
 * - idle: no mark of it waits, none is under way.
 * - ready: marks wait, and none is under way. The next free statement may take them.
 * - running: a statement with marks of it is under way. Further marks wait.
 * - retrying: its statement failed, and the batch waits for the next try. Further marks wait.
 *
 * A lane is blocked, beside that, when its last statement waited too long for a lock. A blocked lane shares no
 * statement with other lanes, and its statement is patient.
 */
export interface Lane {
  /** The school's id; empty for the marks of which no school is known. */
  readonly key: string;
  /** Marks that wait, the first of each child, in order. */
  readonly waiting: Set<QueuedMark>;
  /** Counts marks that were sent and have not ended. */
  underWay: number;
  /** True while a statement with marks of it is under way, and false between a failed statement and the next try. */
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

/** Marks it as ended. Returns false if its caller has stopped waiting. */
export function end(queued: QueuedMark): boolean {
  if (queued.state === 'ended') return false;
  queued.state = 'ended';
  queued.deadline.done();
  if (queued.onAbort) queued.signal?.removeEventListener('abort', queued.onAbort);
  return true;
}

/** Copies an error, since each caller of a statement may add to its own. */
export function ownError(error: unknown): unknown {
  if (!isAttendanceError(error)) return error;
  return new AttendanceError(error.code, error.message, error.details, { cause: error.cause });
}

/** The error for a caller whose signal was aborted. */
export function abortionOf({ state }: QueuedMark): AttendanceError {
  return state === 'sent' ? aborted() : aborted('the call was aborted before it was sent');
}

/** The error for a caller who waited as long as a call may take. */
export function timeoutOf({ state }: QueuedMark): AttendanceError {
  const reason = 'timeout';
  const details = state === 'sent' ? ({ reason, mayBeRecorded: true } as const) : ({ reason } as const);
  return new AttendanceError('repository_unavailable', 'not recorded in time', details);
}
