import { AttendanceError, type CallOptions } from '../../../src/index.js';
import type { MemoryState } from './memory-state.js';
import { type MemoryTransaction, OpenTransaction } from './memory-transaction.js';
import type { WriteLock } from './write-lock.js';

/** The committed state, and the lock of writers. */
export class MemoryStore {
  state: MemoryState;
  readonly lock: WriteLock;

  constructor(state: MemoryState, lock: WriteLock) {
    this.state = state;
    this.lock = lock;
  }

  /** The state that a read sees. */
  read(transaction: unknown): MemoryState {
    return transaction === undefined ? this.state : this.#own(transaction).state;
  }

  /** Runs a write, which is atomic because it is synchronous. Without a transaction it waits for those that write. */
  async write<Result>(
    { transaction, signal }: CallOptions,
    operation: (state: MemoryState) => Result,
  ): Promise<Result> {
    if (transaction !== undefined) return operation(await this.#own(transaction).stateForWriting(signal));
    while (this.lock.isTaken) await this.lock.untilFree(signal);
    return operation(this.state);
  }

  /** Commits when the callback resolves, rolls back when it rejects. */
  async transaction<Result>(callback: (transaction: MemoryTransaction) => Promise<Result>): Promise<Result> {
    const transaction = new OpenTransaction(this);
    try {
      const result = await callback(transaction);
      transaction.commit();
      return result;
    } catch (error) {
      transaction.rollback();
      throw error;
    }
  }

  #own(transaction: unknown): OpenTransaction {
    if (OpenTransaction.isOf(this, transaction)) return transaction;
    throw new AttendanceError('invalid_command', 'invalid command: transaction: is not one of this repository', {
      issues: [{ path: 'transaction', message: 'is not one of this repository' }],
    });
  }
}

const key = Symbol('store');

/** Remembers the store of a repository, for the stores of capabilities. Decorators of the repository keep it. */
export function rememberStore<Repository extends object>(repository: Repository, store: MemoryStore): Repository {
  return Object.defineProperty(repository, key, { value: store, enumerable: true });
}

/**
 * Finds the store of a repository.
 * @throws {AttendanceError} `invalid_options` for an object that is no memory repository.
 */
export function storeOf(repository: object): MemoryStore {
  const store: unknown = Reflect.get(repository, key);
  if (store instanceof MemoryStore) return store;
  throw new AttendanceError('invalid_options', 'invalid options: repository: must be a memory repository', {
    option: 'repository',
  });
}
