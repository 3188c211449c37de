import type { Batch } from './batch.js';

/** Batches that are to be tried again. They go first, but none while its school is in another statement. */
export class RetryList {
  readonly #batches: Batch[] = [];

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** What failed is finished, part by part, before the next is begun; those that may wait for long come after all others. */
  add(batches: readonly Batch[]): void {
    this.#batches.unshift(...batches.filter(({ isPatient }) => !isPatient));
    this.#batches.push(...batches.filter(({ isPatient }) => isPatient));
  }

  /**
   * @param takesPatient  Whether it may be one that waits for long.
   * @returns             `undefined` when there is none that may be sent.
   */
  take(takesPatient: boolean): Batch | undefined {
    const at = this.#batches.findIndex(
      ({ lanes, isPatient }) => (takesPatient || !isPatient) && lanes.every(({ isRunning }) => !isRunning),
    );
    return at < 0 ? undefined : this.#batches.splice(at, 1)[0];
  }
}
