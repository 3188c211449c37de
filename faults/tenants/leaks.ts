/** Data that a school got though the data were another's. Each method has a count and the first case in words. */
export class Leaks {
  readonly #found = new Map<string, { readonly first: string; readonly times: number }>();

  add(where: string, what: string): void {
    const { first = what, times = 0 } = this.#found.get(where) ?? {};
    this.#found.set(where, { first, times: times + 1 });
  }

  get count(): number {
    return [...this.#found.values()].reduce((sum, { times }) => sum + times, 0);
  }

  inWords(): string[] {
    return [...this.#found].map(([where, { first, times }]) => `${where} (${times} times): ${first}`);
  }
}
