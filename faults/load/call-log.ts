import { isAttendanceError } from 'rollbook';
import { TransactionLostError } from './run-in-transaction.ts';

/** The results of calls, in figures. */
export class CallLog {
  /** The number of failed calls, by code. */
  readonly failures = new Map<string, number>();
  /** Descriptions of rejections that were no `AttendanceError`. */
  readonly untyped = new Set<string>();
  /** Calls that failed. */
  failed = 0;
  /** Calls that did what they were asked to. */
  served = 0;
  /** The longest that a call took to answer, in milliseconds. */
  slowestMs = 0;
  /** Calls that have not answered. */
  underWay = 0;

  /** Makes a call, and notes its result. */
  async run<Result>(call: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    this.underWay += 1;
    try {
      const result = await call();
      this.served += 1;
      return result;
    } catch (error) {
      this.#note(error);
      throw error;
    } finally {
      this.underWay -= 1;
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
    }
  }

  #note(error: unknown): void {
    const code = isAttendanceError(error) || error instanceof TransactionLostError ? codeOf(error) : 'untyped';
    this.failed += 1;
    this.failures.set(code, (this.failures.get(code) ?? 0) + 1);
    if (code === 'untyped') this.untyped.add(String(error));
  }
}

function codeOf(error: { readonly name: string; readonly code?: string }): string {
  return error.code ?? error.name;
}
