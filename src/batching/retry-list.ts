import type { Batch } from './batch.js';

/** Keeps batches for another try. Such batches go first, but none while its school is in another statement. */
export class RetryList {
  #batches: Batch[] = [];

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** Puts the parts of a failed batch before the other batches, and patient batches after all others. */
  add(batches: readonly Batch[]): void {
    const patient = batches.filter(({ isPatient }) => isPatient);
    this.#batches = [...batches.filter(({ isPatient }) => !isPatient), ...this.#batches, ...patient];
  }

  /**
   * @param takesPatient  Allows a batch that may wait for long.
   * @returns             `undefined` when there is none that may be sent.
   */
  take({ takesPatient }: { readonly takesPatient: boolean }): Batch | undefined {
    const at = this.#batches.findIndex(
      ({ lanes, isPatient }) => (takesPatient || !isPatient) && lanes.every(({ isRunning }) => !isRunning),
    );
    return at < 0 ? undefined : this.#batches.splice(at, 1)[0];
  }
}
