import { AttendanceError } from '../../../src/index.js';

/**
 * Held by a writing transaction until its end, as a database would lock the rows. A writer that waits longer than
 * `timeoutMs` gives up with `repository_unavailable`, so that a test which waits for itself fails instead of hanging.
 */
export class WriteLock {
  readonly #timeoutMs: number;
  #held: Promise<void> | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  /** Waits until nobody holds it, then holds it. Returns how to release it. */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    while (this.#held) await this.untilFree(signal);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => {
      this.#held = undefined;
      resolve();
    };
  }

  /** Waits until nobody holds it, or gives up with `aborted`. */
  async untilFree(signal?: AbortSignal): Promise<void> {
    if (!this.#held) return;
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const deadline = signal ? AbortSignal.any([timeout, signal]) : timeout;
    const gaveUp = new Promise<void>((resolve) => deadline.addEventListener('abort', () => resolve(), { once: true }));
    while (this.#held) {
      await Promise.race([this.#held, gaveUp]);
      if (signal?.aborted) throw new AttendanceError('aborted', 'the call was aborted', {});
      if (deadline.aborted) {
        throw new AttendanceError('repository_unavailable', 'a transaction holds the store', { reason: 'timeout' });
      }
    }
  }
}
