/** The longest timer, over three weeks: a longer one ends at once. */
const longestTimerMs = 2 ** 31 - 1;

/** One deadline of all marks that came in one turn of the event loop: a timer for each mark would cost more. */
export class Deadline<Item> {
  readonly #items: Item[] = [];
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #left = 0;

  /**
   * @param limitMs  The time until then, in milliseconds. From three weeks on there is no deadline.
   * @param giveUp   Called then with every item, of those that are done too.
   */
  constructor(limitMs: number, giveUp: (item: Item) => void) {
    if (limitMs <= longestTimerMs) this.#timer = setTimeout(() => this.#items.forEach(giveUp), limitMs);
  }

  add(item: Item): void {
    this.#items.push(item);
    this.#left += 1;
  }

  /** To be called once for each item that is done. Without items left there is no timer. */
  done(): void {
    this.#left -= 1;
    if (this.#left === 0) clearTimeout(this.#timer);
  }
}
