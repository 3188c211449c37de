import type { Batch } from './batch.js';

/** Batches that are to be tried again. They go first, but none while its school is in another statement. */
export class RetryList {
  readonly #batches: Batch[] = [];

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** Before the others: what failed is finished, halves of halves, before the next is begun. */
  add(batches: readonly Batch[]): void {
    this.#batches.unshift(...batches);
  }

  /** @returns  `undefined` when there is none that may be sent. */
  take(): Batch | undefined {
    const at = this.#batches.findIndex(({ lanes }) => lanes.every(({ isRunning }) => !isRunning));
    return at < 0 ? undefined : this.#batches.splice(at, 1)[0];
  }
}
