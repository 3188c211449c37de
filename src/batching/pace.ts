/** Before anything was measured: 10,000 marks/s. */
const firstGuessMs = 0.1;
/** How much the latest statement counts. */
const weight = 0.2;
const [leastMs, mostMs] = [50, 30_000];

/**
 * How fast marks get done, and so how soon there is room for more. Callers that were refused are taken to stand in line
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

  /** A statement is sent; `isFirst` when no other is under way. */
  start(isFirst: boolean): void {
    if (isFirst) this.#since = this.#elapsedMs();
  }

  /**
   * A statement of so many marks has ended.
   * @param areWaiting  Whether others waited meanwhile: if not, it says nothing of how many could have been done.
   */
  end(marks: number, areWaiting: boolean): void {
    const now = this.#elapsedMs();
    if (areWaiting) this.#msPerMark += weight * ((now - this.#since) / marks - this.#msPerMark);
    this.#since = now;
  }

  /**
   * One more caller is refused.
   * @param isBusy  Whether a statement is under way.
   * @returns       In how many milliseconds there is room for it, 50 to 30,000.
   */
  refuse(waiting: number, isBusy: boolean): number {
    const now = this.#elapsedMs();
    const comeBack = (now - this.#refusedAt) / this.#msPerMark;
    this.#refused = Math.max(0, this.#refused - comeBack) + 1;
    this.#refusedAt = now;
    const expectedMs = (waiting + this.#refused) * this.#msPerMark;
    const stalledMs = isBusy ? now - this.#since : 0;
    return Math.ceil(Math.min(mostMs, Math.max(leastMs, expectedMs, stalledMs)));
  }
}
