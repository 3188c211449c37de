/** What came out at a school that it was not for, by where: how often, and the first one in words. */
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
