import { isAttendanceError } from '../domain/errors.js';
import type { Settlement } from '../domain/telling/delivery.js';
import type { HeldDeliveries } from './held-deliveries.js';
import type { TellingParts } from './notification-options.js';
import { codeOf, publishResult, report } from './report.js';
import type { HeldDelivery, Result } from './run.js';
import { pause } from './timing.js';

/** The most results that are stored together: a short statement, whatever the concurrency. */
const maxResults = 256;

/** The result of a delivery, not stored yet. */
interface Finished {
  readonly delivery: HeldDelivery;
  readonly result: Result;
  /** When the delivery is left, if the store won't take the result: on the time line of `performance.now()`. */
  readonly leaveAt: number;
}

/** Results that are stored together, one statement after the other. */
interface ResultQueue {
  /** The school of the results; `undefined`: every school that has no queue of its own. */
  readonly schoolId?: string;
  readonly finished: Finished[];
  isStoring: boolean;
}

/**
 * Stores results: all of one tick together, and then all that came meanwhile. Where that fails, each school's results
 * are stored on their own until none is left. A locked row of one school must not cost other schools their leases.
 */
export class ResultStore {
  readonly #parts: TellingParts;
  readonly #held: HeldDeliveries;
  readonly #shared: ResultQueue = { finished: [], isStoring: false };
  readonly #apart = new Map<string, ResultQueue>();

  constructor(parts: TellingParts, held: HeldDeliveries) {
    this.#parts = parts;
    this.#held = held;
  }

  async store(delivery: HeldDelivery, result: Result): Promise<void> {
    const queue = this.#apart.get(delivery.event.schoolId) ?? this.#shared;
    queue.finished.push({ delivery, result, leaveAt: performance.now() + this.#parts.settings.leaseMs });
    await this.#storeAll(queue);
  }

  async #storeAll(queue: ResultQueue): Promise<void> {
    if (queue.isStoring) return;
    queue.isStoring = true;
    await endOfTick();
    let failures = 0;
    while (queue.finished.length > 0) failures = (await this.#storeSome(queue, failures)) ? 0 : failures + 1;
    queue.isStoring = false;
    if (queue.schoolId !== undefined) this.#apart.delete(queue.schoolId);
  }

  async #storeSome(queue: ResultQueue, failures: number): Promise<boolean> {
    const batch = queue.finished.splice(0, maxResults).filter(({ delivery }) => this.#held.has(delivery));
    if (batch.length === 0) return true;
    try {
      await this.#settle(batch);
      return true;
    } catch (error) {
      report(this.#parts.logger, 'results of deliveries could not be stored', { code: codeOf(error) });
      if (queue === this.#shared && !isFinal(error)) this.#setApart(batch);
      else await this.#keepForLater(queue, batch, error, failures);
      return false;
    }
  }

  async #settle(batch: readonly Finished[]): Promise<void> {
    const { repository, clock } = this.#parts;
    const now = clock.now();
    const settlements = batch.map((finished) => toSettlement(finished, now));
    const accepted = new Set(await repository.outbox.settle({ settlements, now }));
    for (const { delivery, result } of batch) {
      if (accepted.has(delivery.lease.id)) publishResult(this.#parts, delivery, result);
      this.#held.release(delivery);
    }
  }

  #setApart(batch: readonly Finished[]): void {
    for (const [schoolId, finished] of Map.groupBy(batch, ({ delivery }) => delivery.event.schoolId)) {
      const queue = this.#apart.get(schoolId) ?? { schoolId, finished: [], isStoring: false };
      this.#apart.set(schoolId, queue);
      queue.finished.push(...finished);
      void this.#storeAll(queue);
    }
  }

  /** Leaves results that cannot wait, or whose lease is over. The next claim of such a delivery sends it again. */
  async #keepForLater(queue: ResultQueue, batch: readonly Finished[], error: unknown, failures: number): Promise<void> {
    const isKept = ({ delivery, leaveAt }: Finished) =>
      !isFinal(error) && !delivery.run.lifetime.cut.aborted && performance.now() < leaveAt;
    const kept = batch.filter(isKept);
    for (const finished of batch) if (!kept.includes(finished)) this.#leave(finished, error);
    queue.finished.unshift(...kept);
    const [first] = kept;
    const { pollMs, leaseMs } = this.#parts.settings;
    const waitMs = Math.min(pollMs * 2 ** Math.min(failures, 4), leaseMs / 3);
    if (first) await pause(waitMs, first.delivery.run.lifetime.cut);
  }

  #leave({ delivery }: Finished, error: unknown): void {
    delivery.run.failure ??= { error };
    this.#held.release(delivery);
  }
}

function endOfTick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/**
 * Says if another try will not mend an error, as when the host has ended its pool. A database that refuses once, such
 * as for want of room, may take the result later.
 */
function isFinal(error: unknown): boolean {
  return isAttendanceError(error, 'repository_failed') && error.details.sqlState === undefined;
}

function toSettlement({ delivery: { lease }, result }: Finished, now: Date): Settlement {
  if (result.outcome !== 'failed') return { lease, ...result };
  return { lease, outcome: 'failed', runAt: new Date(now.getTime() + result.delayMs) };
}
