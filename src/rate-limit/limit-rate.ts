import { AttendanceError } from '../domain/errors.js';
import type { Mark } from '../domain/marks/mark.js';
import type { AttendanceEvents, RateLimiterFailedEvent } from '../events/events.js';
import { aborted } from '../input/refusals.js';
import type { CallOptions } from '../ports/call-options.js';
import type { RateLimitedCommand, RateLimiter, RateLimitKey } from '../ports/rate-limiter.js';
import { inTurn } from './in-turn.js';
import { readRefusal } from './read-refusal.js';

/** How commands are limited. */
export interface RateLimit {
  readonly limiter: RateLimiter;
  readonly keyOf: RateLimitKey;
  /** The longest to wait for the limiter, in milliseconds. */
  readonly timeoutMs: number;
  /** The last command of each key that has not gone on yet. */
  readonly turns: Map<string, Promise<unknown>>;
}

/** A command that may be limited. */
export interface LimitedCommand extends Pick<RateLimitedCommand, 'kind'> {
  readonly by: Pick<Mark, 'schoolId' | 'markedBy'>;
  readonly marks: readonly Pick<Mark, 'childId'>[];
}

/**
 * Takes a command's points. A limiter or a key that fails lets it through, with an event that says so: what counts children
 * must not stop because what counts requests has.
 * @throws {AttendanceError} `rate_limited` when the limiter refuses, `aborted` when the signal is while it is asked.
 */
export async function limitRate(
  { events }: { readonly events: Pick<AttendanceEvents, 'publish'> },
  rateLimit: RateLimit,
  command: LimitedCommand,
  { signal }: CallOptions,
): Promise<void> {
  const key = keyOf(rateLimit, command);
  if (key === undefined || key === null) return;
  if (typeof key !== 'string') return publishFailure(events, command, 'key');
  const verdict = await ask(rateLimit, key, command.marks.length, signal);
  if (verdict === 'aborted') throw aborted();
  if (verdict === 'error' || verdict === 'timeout') return publishFailure(events, command, verdict);
  if (verdict === 'granted') return;
  throw new AttendanceError('rate_limited', 'too many marks under one rate limit key', verdict);
}

/** @returns  What is no string when the host's function fails; it may be anything. */
function keyOf({ keyOf }: RateLimit, { kind, by: { schoolId, markedBy }, marks }: LimitedCommand): unknown {
  const childIds = marks.map(({ childId }) => childId);
  try {
    const key: unknown = keyOf({ kind, ...(schoolId !== undefined && { schoolId }), markedBy, childIds });
    // No key is waited for. One that is promised may reject, which must not end the host's process.
    if (key instanceof Promise) key.catch(() => {});
    return key;
  } catch {
    return false;
  }
}

type Verdict = 'granted' | 'aborted' | 'error' | 'timeout' | { readonly retryAfterMs: number };

/** Asks at once. What may go on does so after the earlier commands of its key, what may not is told at once. */
function ask({ limiter, timeoutMs, turns }: RateLimit, key: string, points: number, signal: AbortSignal | undefined) {
  const answer = Promise.withResolvers<Verdict>();
  const told = Promise.withResolvers<Verdict>();
  const end = (verdict: Verdict) => {
    clearTimeout(timer);
    answer.resolve(verdict);
    if (verdict === 'aborted' || typeof verdict === 'object') told.resolve(verdict);
  };
  const onAbort = () => end('aborted');
  const timer = setTimeout(end, timeoutMs, 'timeout');
  signal?.addEventListener('abort', onAbort);
  consume(limiter, key, points).then(end, (reason: unknown) => end(toVerdict(reason)));
  void inTurn(turns, key, answer.promise).then(told.resolve);
  return told.promise.finally(() => signal?.removeEventListener('abort', onAbort));
}

/** Also for a limiter that throws before it returns a promise. */
async function consume(limiter: RateLimiter, key: string, points: number): Promise<'granted'> {
  await limiter.consume(key, points);
  return 'granted';
}

function toVerdict(reason: unknown): Verdict {
  const retryAfterMs = readRefusal(reason);
  return retryAfterMs === undefined ? 'error' : { retryAfterMs };
}

/** In a host's transaction too: it says nothing of the mark. */
function publishFailure(
  events: Pick<AttendanceEvents, 'publish'>,
  { kind }: LimitedCommand,
  reason: RateLimiterFailedEvent['reason'],
): void {
  events.publish('rateLimiter.failed', { command: kind, reason }, {});
}
