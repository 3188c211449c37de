/** Before anything was measured: 10,000 marks/s. */
const firstGuessMs = 0.1;
/** The weight of the latest statement. */
const weight = 0.2;
const [leastMs, mostMs] = [50, 30_000];

/**
 * Measures how fast marks get done, and so how soon there is room for more. Refused callers count as standing in line
 * behind those that wait, so that they don't all come back at once.
 */
export class Pace {
  readonly #elapsedMs: () => number;
  #msPerMark = firstGuessMs;
  /** When a statement last ended, or the first of those under way was sent. */
  #since = 0;
  /** Callers in line that were refused, when the last one was. */
  #refused = 0;
  #refusedAt = 0;

  /** @param elapsedMs  A clock that never goes back, in milliseconds. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** Call it when a statement is sent while no other is under way. */
  startFirst(): void {
    this.#since = this.#elapsedMs();
  }

  /**
   * Call it when a statement of so many marks has ended.
   * @param areWaiting  True if others waited meanwhile. Otherwise the time says nothing of how many could have been
   *                    done.
   */
  end(marks: number, { areWaiting }: { readonly areWaiting: boolean }): void {
    const now = this.#elapsedMs();
    if (areWaiting) this.#msPerMark += weight * ((now - this.#since) / marks - this.#msPerMark);
    this.#since = now;
  }

  /**
   * Counts one more refused caller.
   * @param isBusy  True if a statement is under way.
   * @returns       The time until there is room for the caller, in milliseconds, 50 to 30,000.
   */
  refuse({ waiting, isBusy }: { readonly waiting: number; readonly isBusy: boolean }): number {
    const now = this.#elapsedMs();
    const comeBack = (now - this.#refusedAt) / this.#msPerMark;
    this.#refused = Math.max(0, this.#refused - comeBack) + 1;
    this.#refusedAt = now;
    const expectedMs = (waiting + this.#refused) * this.#msPerMark;
    const stalledMs = isBusy ? now - this.#since : 0;
    return Math.ceil(Math.min(mostMs, Math.max(leastMs, expectedMs, stalledMs)));
  }
}
