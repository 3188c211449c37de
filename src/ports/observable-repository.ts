import type { AttendanceRepository } from './attendance-repository.js';
import type { NotificationOutbox } from './notification-outbox.js';

/** A method of the repository, or of its outbox, that sends a statement. */
export type AttendanceOperation =
  | Exclude<keyof AttendanceRepository, 'canonicalId' | 'childIdsAreGlobal' | 'outbox'>
  | `outbox.${keyof NotificationOutbox}`;

/**
 * Names the method that a statement was sent for. The form of a further store's operation is the store's word and its
 * method: `visits.addVisit`.
 */
export type StatementOperation = AttendanceOperation | `${string}.${string}`;

/** One try at a statement, once it is over. Holds no text, no parameter and no id. */
export interface StatementReading {
  readonly operation: StatementOperation;
  /** Marks that it carried, 0 for anything but `recordMarks`. */
  readonly marks: number;
  /** 1 for the first try; each further one is one more round trip. */
  readonly attempt: number;
  /** The time that it waited for a connection, in milliseconds. */
  readonly waitMs: number;
  /** From sending it to its answer, or to giving up on one, in milliseconds; `null` when it never got a connection. */
  readonly durationMs: number | null;
  /** True if it was answered without an error. */
  readonly ok: boolean;
}

/** The use of a pool of connections. */
export interface PoolReading {
  /** Connections lent out, and being opened. */
  readonly inUse: number;
  /** Open connections that nobody uses. */
  readonly idle: number;
  /** Callers that wait for a connection. */
  readonly waiting: number;
  /** The most connections that it may open, `null` where the pool doesn't say. */
  readonly max: number | null;
}

/** A repository that reports what it sends. A repository that doesn't is as good; only its readings are missing. */
export interface ObservableRepository {
  /**
   * Calls `listener` after each try at a statement, whoever caused it, until the function that it returns is called.
   * Costs next to nothing while nobody listens. Errors of `listener` are ignored.
   */
  onStatement(listener: (reading: StatementReading) => void): () => void;
  /** The pool as it is now, `null` where there is none to look at. */
  readPool(): PoolReading | null;
}

/** Says if a repository reports what it sends. */
export function isObservable(repository: object): repository is ObservableRepository {
  return ['onStatement', 'readPool'].every((method) => typeof Reflect.get(repository, method) === 'function');
}
