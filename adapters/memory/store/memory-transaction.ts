import { AttendanceError } from '../../../src/index.js';
import { copyState, type MemoryState } from './memory-state.js';
import type { WriteLock } from './write-lock.js';

/** A transaction of a memory repository: what `repository.transaction(callback)` gives, and `{ transaction }` takes. */
export interface MemoryTransaction {
  readonly isMemoryTransaction: true;
}

/** The part of the store that a transaction needs: the committed state, and the lock of writers. */
interface Committed {
  state: MemoryState;
  readonly lock: WriteLock;
}

/** A transaction as the store sees it. */
export class OpenTransaction implements MemoryTransaction {
  readonly isMemoryTransaction = true;
  readonly #store: Committed;
  #draft: MemoryState | undefined;
  #opening: Promise<MemoryState> | undefined;
  #release: (() => void) | undefined;
  #hasEnded = false;

  constructor(store: Committed) {
    this.#store = store;
  }

  /** Says if `value` is a transaction of that store. A Proxy around one is none: it has no private fields. */
  static isOf(store: Committed, value: unknown): value is OpenTransaction {
    return typeof value === 'object' && value !== null && #store in value && value.#store === store;
  }

  /** The state that the transaction sees: its own writes, and before the first of them the committed state. */
  get state(): MemoryState {
    this.#requireOpen();
    return this.#draft ?? this.#store.state;
  }

  /** A state to write to. The first write waits for other writing transactions, and holds writers off until the end. */
  async stateForWriting(signal?: AbortSignal): Promise<MemoryState> {
    this.#requireOpen();
    this.#opening ??= this.#open(signal);
    try {
      return await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** Makes the writes visible to everybody. */
  commit(): void {
    if (this.#draft) this.#store.state = this.#draft;
    this.#end();
  }

  /** Leaves nothing behind. */
  rollback(): void {
    this.#end();
  }

  async #open(signal?: AbortSignal): Promise<MemoryState> {
    const release = await this.#store.lock.acquire(signal);
    if (this.#hasEnded) release();
    this.#requireOpen();
    this.#release = release;
    this.#draft = copyState(this.#store.state);
    return this.#draft;
  }

  #end(): void {
    this.#hasEnded = true;
    this.#release?.();
  }

  #requireOpen(): void {
    if (this.#hasEnded) throw new AttendanceError('repository_failed', 'the transaction has ended', {});
  }
}
