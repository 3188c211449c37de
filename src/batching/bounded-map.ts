/** Remembers at least half as many of the keys set last as it has room for; older ones are forgotten by halves. */
export class BoundedMap<Value> {
  readonly #half: number;
  #latest = new Map<string, Value>();
  #earlier = new Map<string, Value>();

  /** @param capacity  The most keys it holds. */
  constructor(capacity: number) {
    this.#half = Math.ceil(capacity / 2);
  }

  get(key: string): Value | undefined {
    return this.#latest.get(key) ?? this.#earlier.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#latest.size >= this.#half && !this.#latest.has(key)) {
      this.#earlier = this.#latest;
      this.#latest = new Map();
    }
    this.#latest.set(key, value);
  }

  delete(key: string): void {
    this.#latest.delete(key);
    this.#earlier.delete(key);
  }
}
