/** When the next attempt is to be made. */
export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/** A provider that asks for more is asked again after a week. */
const longestAskedForMs = 604_800_000;

/**
 * How long to wait after a failure, in milliseconds: full jitter, so that messages that failed together are not sent
 * together again. At least 1: what has just failed is not due.
 * @param failure.attempt       The attempt that failed, 1 for the first.
 * @param failure.retryAfterMs  What the notifier asked for: never less than that, up to a week.
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
