import { AttendanceError } from '../../../src/index.js';

/**
 * A lock that a writing transaction takes until its end, as a database would lock the rows. A writer that waits longer
 * than `timeoutMs` gives up with `repository_unavailable`, so that a test which waits for itself fails instead of
 * hanging.
 */
export class WriteLock {
  readonly #timeoutMs: number;
  #taken: Promise<void> | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  get isTaken(): boolean {
    return this.#taken !== undefined;
  }

  /** Waits until the lock is free, and takes it. Returns a function that releases it. */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    while (this.#taken) await this.untilFree(signal);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#taken = promise;
    return () => {
      this.#taken = undefined;
      resolve();
    };
  }

  /** Waits until the lock is free, or gives up with `aborted`. */
  async untilFree(signal?: AbortSignal): Promise<void> {
    if (!this.#taken) return;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const deadline = signal ? AbortSignal.any([timeout, signal]) : timeout;
    const gaveUp = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }));
    while (this.#taken) {
      await Promise.race([this.#taken, gaveUp]);
      if (signal?.aborted) throw new AttendanceError('aborted', 'the call was aborted', {});
      if (deadline.aborted) {
        throw new AttendanceError('repository_unavailable', 'a transaction holds the store', { reason: 'timeout' });
      }
    }
  }
}
