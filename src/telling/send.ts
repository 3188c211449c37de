import { isAttendanceError } from '../domain/errors.js';
import type { Notifier } from '../ports/notifier.js';
import type { NotificationSettings } from './notification-options.js';
import type { HeldDelivery, Result } from './run.js';
import { withinTime } from './timing.js';

/** Makes one attempt. Never rejects, and takes no longer than `sendTimeoutMs`, whatever the notifier does. */
export async function send(
  notifier: Notifier,
  { sendTimeoutMs, retry }: Pick<NotificationSettings, 'sendTimeoutMs' | 'retry'>,
  { notification, lease, attempt, isFirst, ending }: HeldDelivery,
): Promise<Result> {
  try {
    const wasSkipped = await withinTime(sendTimeoutMs, ending.signal, async (signal) =>
      isSkipped(await notifier.notify(notification, { idempotencyKey: lease.id, attempt, signal })),
    );
    return wasSkipped ? { outcome: 'skipped', isUnsent: isFirst } : { outcome: 'delivered' };
  } catch (error) {
    return ending.signal.aborted ? { outcome: 'released', isUnsent: false } : judge(error, attempt, retry);
  }
}

/**
 * Any other answer of a notifier means that the message is handed over. A hostile answer may change, so one read
 * decides.
 */
function isSkipped(answer: unknown): boolean {
  return read(answer, 'skipped') === true;
}

function judge(error: unknown, attempt: number, retry: NotificationSettings['retry']): Result {
  const { isPermanent, retryAfterMs } = readAdvice(error);
  if (isPermanent) return { outcome: 'dead', reason: 'refused' };
  if (attempt >= retry.maxAttempts) return { outcome: 'dead', reason: 'failed' };
  return { outcome: 'failed', delayMs: retryDelayMs(retry, { attempt, retryAfterMs }, Math.random()) };
}

/** Advice of a failure about the next attempt. */
export interface FailureAdvice {
  readonly isPermanent: boolean;
  /** Not negative; left out where nothing was asked for. */
  readonly retryAfterMs?: number;
}

/**
 * Reads the rejection of a notifier, which may be anything. `permanent: true` and `retryable: false` both say that no
 * further attempt can succeed. The library's own errors say nothing about the message.
 */
export function readAdvice(failure: unknown): FailureAdvice {
  if (isAttendanceError(failure)) return { isPermanent: false };
  const retryAfterMs = read(failure, 'retryAfterMs');
  const isPermanent = read(failure, 'permanent') === true || read(failure, 'retryable') === false;
  const isDuration = typeof retryAfterMs === 'number' && retryAfterMs >= 0;
  return { isPermanent, ...(isDuration && { retryAfterMs }) };
}

/** Reads a property of a host's value, which may be anything: a proxy may throw at any question. */
function read(given: unknown, property: string): unknown {
  try {
    return typeof given === 'object' && given !== null ? Reflect.get(given, property) : undefined;
  } catch {
    return undefined;
  }
}

/** Settings of the time until the next attempt. */
export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/** The longest wait that a provider may ask for: a week. */
const longestAskedForMs = 604_800_000;

/**
 * The time to wait after a failure, in milliseconds, at least 1. Full jitter keeps messages that failed together from
 * being sent together again.
 * @param failure.attempt       The attempt that failed, 1 for the first.
 * @param failure.retryAfterMs  The wait that the notifier asked for. The result is never less, up to a week.
 * @param random                0 to 1, 1 excluded.
 */
export function retryDelayMs(
  { baseMs, capMs }: RetryPolicy,
  { attempt, retryAfterMs = 0 }: { readonly attempt: number; readonly retryAfterMs?: number | undefined },
  random: number,
): number {
  const longest = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.max(1 + Math.floor(random * longest), Math.min(Math.ceil(retryAfterMs), longestAskedForMs));
}
