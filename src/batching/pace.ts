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
  #refused = 0;

  /** @param elapsedMs  A clock that never goes back, in milliseconds. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** A statement is sent; `isFirst` when no other is under way. */
  start(isFirst: boolean): void {
    if (isFirst) this.#since = this.#elapsedMs();
  }

  /** A statement of so many marks has ended. */
  end(marks: number): void {
    const now = this.#elapsedMs();
    this.#msPerMark += weight * ((now - this.#since) / marks - this.#msPerMark);
    this.#since = now;
    this.#refused = Math.max(0, this.#refused - marks);
  }

  /**
   * One more caller is refused.
   * @returns  In how many milliseconds there is room for it, 50 to 30,000.
   */
  refuse(waiting: number): number {
    this.#refused += 1;
    const expectedMs = (waiting + this.#refused) * this.#msPerMark;
    const stalledMs = this.#elapsedMs() - this.#since;
    return Math.ceil(Math.min(mostMs, Math.max(leastMs, expectedMs, stalledMs)));
  }
}
