import { isAttendanceError } from '../domain/errors.js';
import type { Settlement } from '../domain/telling/delivery.js';
import { announceResult } from './announce.js';
import { codeOf } from './failure-advice.js';
import type { HeldDelivery, Result } from './held-delivery.js';
import type { NotificationsContext } from './notifications-context.js';
import { pause } from './pause.js';
import { report } from './report.js';

/** What became of a delivery, not stored yet. */
interface Finished {
  readonly delivery: HeldDelivery;
  readonly result: Result;
  /** When it is left to others, if the store won't take it: on the time line of `performance.now()`. */
  readonly leaveAt: number;
}

/** Results that are stored together, one statement after the other. */
interface ResultQueue {
  /** Whose results these are; `undefined`: every school's that has no queue of its own. */
  readonly schoolId?: string;
  readonly finished: Finished[];
  isSettling: boolean;
}

/**
 * Stores results: those of one tick together, and then those that came meanwhile. When that fails, each school's are stored on
 * their own until none is left: a row of one school that somebody holds must not cost the others their leases.
 */
export class Settler {
  readonly #context: NotificationsContext;
  readonly #isHeld: (delivery: HeldDelivery) => boolean;
  readonly #letGo: (delivery: HeldDelivery) => void;
  readonly #shared: ResultQueue = { finished: [], isSettling: false };
  readonly #apart = new Map<string, ResultQueue>();

  /** @param letGo  Told of each delivery whose result is stored, refused or left. */
  constructor(
    context: NotificationsContext,
    isHeld: (delivery: HeldDelivery) => boolean,
    letGo: (delivery: HeldDelivery) => void,
  ) {
    this.#context = context;
    this.#isHeld = isHeld;
    this.#letGo = letGo;
  }

  async settle(delivery: HeldDelivery, result: Result): Promise<void> {
    const queue = this.#apart.get(delivery.event.schoolId) ?? this.#shared;
    queue.finished.push({ delivery, result, leaveAt: performance.now() + this.#context.settings.leaseMs });
    await this.#settleAll(queue);
  }

  async #settleAll(queue: ResultQueue): Promise<void> {
    if (queue.isSettling) return;
    queue.isSettling = true;
    await endOfTick();
    let failures = 0;
    while (queue.finished.length > 0) failures = (await this.#settleSome(queue, failures)) ? 0 : failures + 1;
    queue.isSettling = false;
    if (queue.schoolId !== undefined) this.#apart.delete(queue.schoolId);
  }

  async #settleSome(queue: ResultQueue, failures: number): Promise<boolean> {
    const batch = queue.finished
      .splice(0, this.#context.settings.concurrency)
      .filter(({ delivery }) => this.#isHeld(delivery));
    if (batch.length === 0) return true;
    try {
      await this.#store(batch);
      return true;
    } catch (error) {
      report(this.#context.logger, 'results of deliveries could not be stored', { code: codeOf(error) });
      if (queue === this.#shared && !isFinal(error)) this.#setApart(batch);
      else await this.#keepForLater(queue, batch, error, failures);
      return false;
    }
  }

  async #store(batch: readonly Finished[]): Promise<void> {
    const { repository, clock } = this.#context;
    const now = clock.now();
    const settlements = batch.map((finished) => toSettlement(finished, now));
    const accepted = new Set(await repository.outbox.settle({ settlements, now }));
    for (const { delivery, result } of batch) {
      if (accepted.has(delivery.lease.id)) announceResult(this.#context, delivery, result);
      this.#letGo(delivery);
    }
  }

  #setApart(batch: readonly Finished[]): void {
    for (const [schoolId, finished] of Map.groupBy(batch, ({ delivery }) => delivery.event.schoolId)) {
      const queue = this.#apart.get(schoolId) ?? { schoolId, finished: [], isSettling: false };
      this.#apart.set(schoolId, queue);
      queue.finished.push(...finished);
      void this.#settleAll(queue);
    }
  }

  /** What has no lease any more, or cannot wait, is left: it is sent again by whoever finds it. */
  async #keepForLater(queue: ResultQueue, batch: readonly Finished[], error: unknown, failures: number): Promise<void> {
    const isKept = ({ delivery, leaveAt }: Finished) =>
      !isFinal(error) && !delivery.round.lifetime.cut.aborted && performance.now() < leaveAt;
    const kept = batch.filter(isKept);
    for (const finished of batch) if (!kept.includes(finished)) this.#leave(finished, error);
    queue.finished.unshift(...kept);
    const [first] = kept;
    const { pollMs, leaseMs } = this.#context.settings;
    const waitMs = Math.min(pollMs * 2 ** Math.min(failures, 4), leaseMs / 3);
    if (first) await pause(waitMs, first.delivery.round.lifetime.cut);
  }

  #leave({ delivery }: Finished, error: unknown): void {
    delivery.round.failure ??= { error };
    this.#letGo(delivery);
  }
}

function endOfTick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** What another try will not mend, as when the host has ended its pool. What a database refuses once, such as for want of room, it may take later. */
function isFinal(error: unknown): boolean {
  return isAttendanceError(error, 'repository_failed') && error.details.sqlState === undefined;
}

function toSettlement({ delivery: { lease }, result }: Finished, now: Date): Settlement {
  if (result.outcome !== 'failed') return { lease, ...result };
  return { lease, outcome: 'failed', runAt: new Date(now.getTime() + result.delayMs) };
}
