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
  readonly onAbort: () => void;
  state: 'waiting' | 'sent' | 'ended';
  /** The same child's later marks, in order. Held by its first one only. */
  followers: Set<QueuedMark> | undefined;
}

/** Tells the caller what came of it, unless the caller has gone. */
export function endWith(queued: QueuedMark, tell: () => void): void {
  if (queued.state === 'ended') return;
  queued.state = 'ended';
  queued.signal?.removeEventListener('abort', queued.onAbort);
  tell();
}
