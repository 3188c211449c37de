/**
 * Says whether a key may have some more points. The shape of `rate-limiter-flexible`, whose limiters fit as they are.
 */
export interface RateLimiter {
  /**
   * Takes points of a key; called once a command, before anything is stored. Commands of one key go on in the order in
   * which they came, so it must not wait for one of the same key.
   * @param points  How many marks the command has, at least 1.
   * @returns       A promise that resolves, with anything, when the key had as many.
   * @throws        A value that is no `Error` and has `msBeforeNext`, the milliseconds until there are points again,
   * when the key had too few. The longest counts in an object of several such values. Anything else means that the
   * limiter itself has failed: the mark is then let through.
   */
  consume(key: string, points: number): Promise<unknown>;
}

/** The facts that a command is limited by: read, valid, its ids in their canonical spelling. */
export interface RateLimitedCommand {
  readonly kind: 'markAttendance' | 'markBulkAttendance' | 'clearAttendance';
  /** Left out of a single mark that names no school. */
  readonly schoolId?: string;
  readonly markedBy: string;
  /** The children to be marked; each costs a point. */
  readonly childIds: readonly string[];
}

/** The key that a command's points are taken of; `undefined` or `null` where it is not limited. */
export type RateLimitKey = (command: RateLimitedCommand) => string | undefined | null;
