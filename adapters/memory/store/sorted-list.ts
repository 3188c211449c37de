/**
 * Longest piece of a list. An insertion moves as many items at most, and a list of 100,000 has some hundreds of pieces.
 */
const maxPiece = 512;

/** Items in order, no two of them equal: adding and deleting costs little however many there are. */
export class SortedList<Item> {
  readonly #compare: (a: Item, b: Item) => number;
  readonly #pieces: Item[][];

  constructor(compare: (a: Item, b: Item) => number, pieces: Item[][] = []) {
    this.#compare = compare;
    this.#pieces = pieces;
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** Puts an item where it belongs. */
  add(item: Item): void {
    const { piece = this.#addPiece(), index } = this.#find(item, 'or last');
    piece.splice(this.#positionIn(piece, item), 0, item);
    if (piece.length > maxPiece) this.#pieces.splice(index + 1, 0, piece.splice(maxPiece / 2));
  }

  /** Takes out the item that is equal; nothing happens when there is none. */
  delete(item: Item): void {
    const { piece, index } = this.#find(item);
    if (!piece) return;
    const position = this.#positionIn(piece, item);
    const found = piece[position];
    if (found === undefined || this.#compare(found, item) !== 0) return;
    piece.splice(position, 1);
    if (piece.length === 0) this.#pieces.splice(index, 1);
  }

  /** A list that can be changed without the original noticing. */
  copy(): SortedList<Item> {
    return new SortedList(
      this.#compare,
      this.#pieces.map((piece) => [...piece]),
    );
  }

  /** From the first item to the last. Changing the list meanwhile is not allowed. */
  *[Symbol.iterator](): Generator<Item, void> {
    for (const piece of this.#pieces) yield* piece;
  }

  #find(item: Item, orLast?: 'or last') {
    const found = partition(this.#pieces, (piece) => this.#endsBefore(piece, item));
    const index = orLast && found === this.#pieces.length ? Math.max(0, found - 1) : found;
    return { piece: this.#pieces[index], index };
  }

  #endsBefore(piece: readonly Item[], item: Item): boolean {
    const last = piece.at(-1);
    return last !== undefined && this.#compare(last, item) < 0;
  }

  #positionIn(piece: readonly Item[], item: Item): number {
    return partition(piece, (other) => this.#compare(other, item) < 0);
  }

  #addPiece(): Item[] {
    const piece: Item[] = [];
    this.#pieces.push(piece);
    return piece;
  }
}

/** Counts the items that are before. Such items stand in front of all others. */
function partition<Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
