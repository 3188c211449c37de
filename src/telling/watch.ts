/** Lets callers wait until something holds. */
export class Watch {
  #changed = Promise.withResolvers<void>();

  /** To be called whenever something has changed that may be waited for. */
  notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.#changed.promise;
  }
}
