const dayMs = 86_400_000;

/** The first morning, in the time zone of the benchmark's own schools. */
const morningInJakarta = '2026-03-02T08:00:00+07:00';

/**
 * The day that it is for every contestant. Time passes as on any clock. `nextDay` moves all to the next morning. So a
 * run marks children who are unmarked, and nothing must be deleted between runs.
 */
export class SchoolCalendar {
  readonly #firstMorning: number;
  #days = 0;
  #startedAt = performance.now();

  /**
   * @param firstMorning  An instant of which UTC has the same date as the schools. Default: eight in Jakarta, 2 March
   *                      2026.
   */
  constructor(firstMorning = morningInJakarta) {
    this.#firstMorning = Date.parse(firstMorning);
  }

  now(): Date {
    return new Date(this.#firstMorning + this.#days * dayMs + (performance.now() - this.#startedAt));
  }

  /** The schools' date, `YYYY-MM-DD`. */
  get today(): string {
    return new Date(this.#firstMorning + this.#days * dayMs).toISOString().slice(0, 10);
  }

  nextDay(): void {
    this.#days += 1;
    this.#startedAt = performance.now();
  }
}
