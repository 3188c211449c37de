import type { MemoryState } from './memory-state.js';

/** A place in the state of a memory repository for the table of one capability. */
export class MemoryRoom<Table> {
  readonly #tables = new WeakMap<MemoryState, Table>();
  readonly #create: () => Table;
  readonly #copy: (table: Table) => Table;

  constructor(create: () => Table, copy: (table: Table) => Table) {
    this.#create = create;
    this.#copy = copy;
  }

  /** The table in a state, which is made when it is missing. */
  of(state: MemoryState): Table {
    const found = this.#tables.get(state);
    if (found !== undefined) return found;
    const table = this.#create();
    this.#tables.set(state, table);
    state.rooms.add(this);
    return table;
  }

  /** Copies the table from one state to another. */
  copyTo(from: MemoryState, to: MemoryState): void {
    this.#tables.set(to, this.#copy(this.of(from)));
    to.rooms.add(this);
  }
}
