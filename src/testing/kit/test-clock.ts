import type { Clock } from '../../ports/clock.js';

/** A clock that stands still until it is told otherwise. */
export interface TestClock extends Clock {
  /** The instant it stands at: a new `Date` each time, so that changing one changes nothing. */
  now(): Date;
  /**
   * Moves it to an instant, forwards or back.
   * @param at  A `Date`, or ISO 8601 with an offset.
   * @throws {RangeError} when that is no instant
   */
  set(at: Date | string): void;
  /**
   * Moves it on.
   * @param ms  Milliseconds; negative moves it back.
   * @throws {RangeError} when that leads to no instant
   */
  advance(ms: number): void;
}

/** Where a test clock starts: Monday 2 March 2026, eight in the morning in Jakarta. */
const defaultStart = '2026-03-02T08:00:00+07:00';

/**
 * Creates a clock for tests.
 * @param start  A `Date`, or ISO 8601 with an offset. Default: 2026-03-02T08:00:00+07:00.
 * @throws {RangeError} when that is no instant
 */
export function createTestClock(start: Date | string = defaultStart): TestClock {
  let now = toMilliseconds(start);
  return {
    now: () => new Date(now),
    set: (at) => {
      now = toMilliseconds(at);
    },
    advance: (ms) => {
      now = toMilliseconds(new Date(now + ms));
    },
  };
}

function toMilliseconds(at: Date | string): number {
  const milliseconds = new Date(at).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError('test clock: expected an instant, got none');
  return milliseconds;
}
