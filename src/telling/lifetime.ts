/** One life of the worker, from a start to a stop. Everything that is begun in it ends with it. */
export class Lifetime {
  readonly #ending = new AbortController();
  readonly #cut = new AbortController();
  readonly #over = new AbortController();

  /** Aborted once nothing new is to be begun. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Aborted once nothing is waited for any more. */
  get cut(): AbortSignal {
    return this.#cut.signal;
  }

  /** Aborted once all of it has ended. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  end(): void {
    this.#ending.abort();
  }

  cutShort(): void {
    this.#cut.abort();
  }

  finish(): void {
    this.#over.abort();
  }
}
