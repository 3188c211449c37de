import { type Sql, sql, type Values } from './sql.js';

/**
 * Limits how long the statement that it stands in waits for each lock. The limit is of the transaction that the
 * statement itself is: nothing of the session changes. The subquery is evaluated before the first row is looked for.
 * @param wait  SQL of a value of `lock_timeout`, such as `'4500ms'`.
 */
export function lockWaitIsLimited(wait: Sql): Sql {
  return sql`(select set_config('lock_timeout', ${wait}, true)) is not null`;
}

/**
 * The same by the parameter `:lockWait`, whose value `lockWaitValue` makes.
 * @param lockWaitMs  In milliseconds; `undefined` for no limit of the statement's own.
 */
export function lockWaitIsWithin(lockWaitMs: number | undefined): Sql {
  return lockWaitMs === undefined ? sql`true` : lockWaitIsLimited(sql`:lockWait`);
}

/** The value of `:lockWait`. A statement without a limit ignores it. */
export function lockWaitValue(lockWaitMs: number | undefined): Values {
  return { lockWait: lockTimeoutOf(lockWaitMs) };
}

/** A value of `lock_timeout` of so many milliseconds; `null` for no limit of the statement's own. */
export function lockTimeoutOf(lockWaitMs: number | undefined): string | null {
  return lockWaitMs === undefined ? null : `${lockWaitMs}ms`;
}
