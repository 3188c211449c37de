/** The number of durations that are kept. */
const capacity = 512;

/** The spread of the last 512 durations, in milliseconds. */
export interface Durations {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** Keeps the last durations; the older ones make room. */
export class RecentDurations {
  /** In no order. */
  readonly values: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.values[this.#next] = ms;
    this.#next = (this.#next + 1) % capacity;
  }
}
