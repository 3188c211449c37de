import { AttendanceError } from '../domain/errors.js';
import type { Mark } from '../domain/marks/mark.js';
import type { AttendanceEvents, RateLimiterFailedEvent } from '../events/events.js';
import { aborted } from '../input/refusals.js';
import type { CallOptions } from '../ports/call-options.js';
import type { RateLimitedCommand, RateLimiter, RateLimitKey } from '../ports/rate-limiter.js';
import { readRefusal } from './read-refusal.js';

type Verdict = 'granted' | 'aborted' | 'error' | 'timeout' | { readonly retryAfterMs: number };

/**
 * Limits commands. A limiter or a key that fails lets a command through, with an event: children are still counted when
 * requests no longer are.
 */
export function createRateLimit(settings: RateLimitSettings, events: Pick<AttendanceEvents, 'publish'>): LimitRate {
  /** The last command of each key that has not gone on yet. */
  const last = new Map<string, Promise<unknown>>();
  /** Publishes in a host's transaction too: the event says nothing of the mark. */
  const letThrough = (command: LimitedCommand['kind'], reason: RateLimiterFailedEvent['reason']) =>
    events.publish('rateLimiter.failed', { command, reason }, {});
  return async (command, { signal }) => {
    const key = keyOf(settings, command);
    if (key === undefined || key === null) return;
    if (typeof key !== 'string') return letThrough(command.kind, 'key');
    const verdict = await ask(settings, last, { key, points: command.marks.length, signal });
    if (verdict === 'granted') return;
    if (verdict === 'aborted') throw aborted();
    if (verdict === 'error' || verdict === 'timeout') return letThrough(command.kind, verdict);
    throw new AttendanceError('rate_limited', 'too many marks under one rate limit key', verdict);
  };
}

/** @returns A value of any kind, as the host's function answers; `false` when the function throws. */
function keyOf({ keyOf }: RateLimitSettings, { kind, by: { schoolId, markedBy }, marks }: LimitedCommand): unknown {
  const childIds = marks.map(({ childId }) => childId);
  try {
    const key: unknown = keyOf({ kind, ...(schoolId !== undefined && { schoolId }), markedBy, childIds });
    // Nobody waits for a key. A promise of a key may reject, which must not end the host's process.
    if (key instanceof Promise) key.catch(() => {});
    return key;
  } catch {
    return false;
  }
}

interface Question {
  readonly key: string;
  readonly points: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks at once. A command that may go on does so after the earlier commands of its key; a refused one fails at once.
 */
function ask(
  { limiter, timeoutMs }: RateLimitSettings,
  last: Map<string, Promise<unknown>>,
  { key, points, signal }: Question,
): Promise<Verdict> {
  const answer = Promise.withResolvers<Verdict>();
  const outcome = Promise.withResolvers<Verdict>();
  const end = (verdict: Verdict) => {
    clearTimeout(timer);
    answer.resolve(verdict);
    if (verdict === 'aborted' || typeof verdict === 'object') outcome.resolve(verdict);
  };
  const onAbort = () => end('aborted');
  const timer = setTimeout(end, timeoutMs, 'timeout');
  signal?.addEventListener('abort', onAbort);
  consume(limiter, key, points).then(end, (reason: unknown) => end(toVerdict(reason)));
  void inOrder(last, key, answer.promise).then(outcome.resolve);
  return outcome.promise.finally(() => signal?.removeEventListener('abort', onAbort));
}

/** Rejects also for a limiter that throws before it returns a promise. */
async function consume(limiter: RateLimiter, key: string, points: number): Promise<'granted'> {
  await limiter.consume(key, points);
  return 'granted';
}

function toVerdict(reason: unknown): Verdict {
  const retryAfterMs = readRefusal(reason);
  return retryAfterMs === undefined ? 'error' : { retryAfterMs };
}

/**
 * Answers as `answer` does, and not before the earlier questions under its key are answered.
 * @param last    The last question of each key, forgotten once it is answered.
 * @param answer  Must not reject.
 */
export function inOrder<Answer>(
  last: Map<string, Promise<unknown>>,
  key: string,
  answer: Promise<Answer>,
): Promise<Answer> {
  const own = Promise.resolve(last.get(key)).then(() => answer);
  last.set(key, own);
  void own.then(() => {
    if (last.get(key) === own) last.delete(key);
  });
  return own;
}

/** A command that may be limited. */
export interface LimitedCommand extends Pick<RateLimitedCommand, 'kind'> {
  readonly by: Pick<Mark, 'schoolId' | 'markedBy'>;
  readonly marks: readonly Pick<Mark, 'childId'>[];
}

/**
 * Takes a command's points. Commands of one key go on in the order in which they came.
 * @throws {AttendanceError} `rate_limited` when the limiter refuses, `aborted` when the signal is while the limiter is
 *         asked.
 */
export type LimitRate = (command: LimitedCommand, options: CallOptions) => Promise<void>;

/** The host's limiter, and how to ask it. */
export interface RateLimitSettings {
  readonly limiter: RateLimiter;
  readonly keyOf: RateLimitKey;
  /** The longest to wait for the limiter, in milliseconds. */
  readonly timeoutMs: number;
}
