import type { CallOptions } from './call-options.js';
import type { CountKeeper } from './count-keeper.js';
import type { IdFormat } from './id-format.js';
import type { MarkStore } from './mark-store.js';
import type { NotificationOutbox } from './notification-outbox.js';
import type { RegisterReader } from './register-reader.js';
import type { RetentionStore } from './retention-store.js';

/**
 * All the stores of attendance. All ids that go in are canonical. Every method rejects with `repository_unavailable`
 * (retryable) when the store cannot be reached or keeps refusing. Tables that do not serve this release reject with
 * `schema_outdated`, other errors, which no try will mend, with `repository_failed`. An implementation retries on its
 * own what is safe to retry, outside a host's transaction.
 */
export interface AttendanceRepository<Transaction = unknown>
  extends IdFormat,
    MarkStore<Transaction>,
    RegisterReader<Transaction>,
    CountKeeper<Transaction>,
    RetentionStore<Transaction> {
  /**
   * The jobs that marks have written, and the deliveries made of them. Calls of the outbox never join a host's
   * transaction.
   */
  readonly outbox: NotificationOutbox;

  /**
   * Resolves when the store answers, and serves marks and reads of this release.
   * @throws {AttendanceError} `schema_outdated` where its tables don't serve this release; `repository_failed` with the
   *         reason `forbidden` or `wrong_id_type` where privileges or ids don't fit; `repository_unavailable`.
   */
  ping(options?: CallOptions<Transaction>): Promise<void>;
}
