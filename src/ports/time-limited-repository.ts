/**
 * A repository that says how long a call may take. Marks wait for a shared statement without limit where the repository
 * doesn't say.
 */
export interface TimeLimitedRepository {
  /** The longest a call may take, in milliseconds. The limit holds for the wait for a shared statement too. */
  readonly timeoutMs: number;
}

/** @returns  How long a call of the repository may take, in milliseconds; `undefined` when it doesn't say. */
export function timeLimitOf(repository: object): number | undefined {
  const timeoutMs: unknown = Reflect.get(repository, 'timeoutMs');
  return typeof timeoutMs === 'number' ? timeoutMs : undefined;
}
