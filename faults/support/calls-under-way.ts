import { type Attendance, isAttendanceError } from 'rollbook';

interface Call {
  /** True if the call was made after the host began to close. */
  readonly isLate: boolean;
}

/** Watches if a host answers every call that was made before it began to close. */
export class CallsUnderWay {
  readonly #calls = new Set<Call>();
  #isClosing = false;
  /** Calls that were refused as `closed`, though they were made before. */
  refused = 0;

  /** Calls made before the host began to close that have no answer. */
  get unanswered(): number {
    return [...this.#calls].filter(({ isLate }) => !isLate).length;
  }

  /** Wraps a host, between the host and its clients. */
  around(attendance: Attendance): Attendance {
    return {
      ...attendance,
      markAttendance: (...args) => this.#watch(() => attendance.markAttendance(...args)),
      clearAttendance: (...args) => this.#watch(() => attendance.clearAttendance(...args)),
      markBulkAttendance: (...args) => this.#watch(() => attendance.markBulkAttendance(...args)),
      close: (...args) => {
        this.#isClosing = true;
        return attendance.close(...args);
      },
    };
  }

  async #watch<Result>(ask: () => Promise<Result>): Promise<Result> {
    const call = { isLate: this.#isClosing };
    this.#calls.add(call);
    try {
      return await ask();
    } catch (error) {
      if (!call.isLate && isAttendanceError(error, 'closed')) this.refused += 1;
      throw error;
    } finally {
      this.#calls.delete(call);
    }
  }
}
