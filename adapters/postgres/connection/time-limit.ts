/**
 * The time that one call may take, its tries included. An `AbortSignal` does the same, but costs a lone mark more than
 * its own work.
 */
export class TimeLimit {
  /** When the time is over, on the clock of `performance.now`. */
  readonly endsAt: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #waiting: ((reason: DOMException) => void)[] = [];
  #reason: DOMException | undefined;

  constructor(timeoutMs: number) {
    this.endsAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(() => this.#end(), timeoutMs);
  }

  /** Waits for `promise`, but rejects once the time is over. */
  until<Result>(promise: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#reason) reject(this.#reason);
      this.#waiting.push(reject);
      promise.then(resolve, reject);
    });
  }

  /** @throws {DOMException} `TimeoutError` once the time is over. */
  throwIfOver(): void {
    if (this.#reason) throw this.#reason;
  }

  /** Makes a signal that is aborted once the time is over. */
  toSignal(): AbortSignal {
    const control = new AbortController();
    if (this.#reason) control.abort(this.#reason);
    this.#waiting.push((reason) => control.abort(reason));
    return control.signal;
  }

  /** To be called when the work is done. A timer that is cleared costs next to nothing. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #end(): void {
    const reason = new DOMException('the time limit is over', 'TimeoutError');
    this.#reason = reason;
    for (const giveUp of this.#waiting) giveUp(reason);
  }
}
