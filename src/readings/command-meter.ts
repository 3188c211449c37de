import { type AttendanceErrorCode, isAttendanceError } from '../domain/errors.js';
import { type Durations, RecentDurations } from './recent-durations.js';

/** The calls of `Attendance`'s methods, reads too, since it was created. */
export interface CommandReadings {
  /** Calls that have ended, refused ones among them. */
  readonly total: number;
  /**
   * Ended calls that were refused before the store was asked: invalid, rate limited, overloaded, or after `close()`.
   * Aborted calls do not count.
   */
  readonly refused: number;
  /** Calls under way now. */
  readonly running: number;
  /** Durations of the last calls, without refused ones; `null` before the first. */
  readonly durationMs: Durations | null;
  /** Counts the calls that ended with each code; `unexpected` is an error without a code, a defect of an adapter. */
  readonly errors: Readonly<Partial<Record<AttendanceErrorCode | 'unexpected', number>>>;
}

const refusals: ReadonlySet<string> = new Set(['invalid_command', 'rate_limited', 'overloaded', 'closed']);

/** Measures calls, without a promise of its own: each mark passes here (70 ns, measured). */
export class CommandMeter {
  readonly durations = new RecentDurations();
  readonly errors = new Map<AttendanceErrorCode | 'unexpected', number>();
  readonly counts = { total: 0, refused: 0, running: 0 };

  /** To be called when a call begins. Answers when that was, for `succeed` or `fail`. */
  begin(): number {
    this.counts.running += 1;
    return performance.now();
  }

  succeed(startedAt: number): void {
    this.counts.running -= 1;
    this.counts.total += 1;
    this.durations.add(performance.now() - startedAt);
  }

  fail(startedAt: number, error: unknown): void {
    const code = isAttendanceError(error) ? error.code : 'unexpected';
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
    this.counts.running -= 1;
    this.counts.total += 1;
    if (refusals.has(code)) this.counts.refused += 1;
    else this.durations.add(performance.now() - startedAt);
  }
}
