import type { Mark } from '../domain/mark.js';
import type { MarkResult } from '../ports/attendance-repository.js';
import type { Lane } from './lane.js';

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

/** Ends a mark. Whether its caller is to be told: not one that has gone. */
export function end(queued: QueuedMark): boolean {
  if (queued.state === 'ended') return false;
  queued.state = 'ended';
  clearTimeout(queued.timer);
  if (queued.onAbort) queued.signal?.removeEventListener('abort', queued.onAbort);
  return true;
}
