/**
 * Limits how long the statement that it stands in waits for each lock, for the transaction that the statement itself is: nothing of
 * the session changes. The subquery is evaluated before the first row is looked for.
 * @param wait  SQL of what `lock_timeout` takes, such as `'4500ms'`.
 */
export function lockWaitIsLimited(wait: string): string {
  return `(select set_config('lock_timeout', ${wait}, true)) is not null`;
}

/** The same for so many milliseconds; `undefined`: without a limit of its own. */
export function lockWaitIsWithin(lockWaitMs: number | undefined): string {
  return lockWaitMs === undefined ? 'true' : lockWaitIsLimited(`'${lockWaitMs}ms'`);
}
