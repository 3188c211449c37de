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
  readonly #values: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#values[this.#next] = ms;
    this.#next = (this.#next + 1) % capacity;
  }

  /** @returns  `null` while there are none. */
  read(): Durations | null {
    const sorted = this.#values.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1];
    const [p50Ms, p95Ms, maxMs] = [at(0.5), at(0.95), at(1)];
    if (p50Ms === undefined || p95Ms === undefined || maxMs === undefined) return null;
    return { p50Ms, p95Ms, maxMs };
  }
}
