import type { ClaimedDelivery } from '../domain/telling/delivery.js';
import type { DeliveryEvent } from '../events/events.js';
import type { DeliveryTally } from './notifications.js';

/**
 * One life of the worker, from a start to a stop. Everything that is begun in a lifetime ends with it. A lifetime has
 * these states, in this order:
 *
 * - running: looks, claims and attempts begin. A new lifetime is running, also before anything is started.
 * - ending: nothing new begins. Deliveries that wait for a slot are handed back, and attempts under way may end.
 * - cut short: the time of grace is over. Attempts under way are aborted.
 * - over: everything has ended. The next start begins a new lifetime.
 */
export class Lifetime {
  readonly #ending = new AbortController();
  readonly #cut = new AbortController();
  readonly #over = new AbortController();

  /** Aborted once nothing new may begin. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** Aborted once the stop waits for nothing any more. */
  get cut(): AbortSignal {
    return this.#cut.signal;
  }

  /** Aborted once everything in it has ended. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  end(): void {
    this.#ending.abort();
  }

  cutShort(): void {
    this.#cut.abort();
  }

  finish(): void {
    this.#over.abort();
  }
}

/** The result of one look for work. */
export interface Look {
  readonly isFound: boolean;
  /** True if another look, at once, may find more. */
  readonly isMore: boolean;
}

/** The look of a lifetime that has ended. */
export const noLook: Look = { isFound: false, isMore: false };

/** The deliveries of one caller: of a `drain`, of a `process`, or of a worker from start to stop. */
export class Run {
  readonly lifetime: Lifetime;
  readonly jobId: string | undefined;
  readonly #counts = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };
  /** Where the next claim goes on, so that schools rotate: of ordinary deliveries, and of suspects. */
  readonly after: { ordinary: string | null; suspects: string | null } = { ordinary: null, suspects: null };
  /** Until when a look for jobs is pointless, on the time line of `performance.now()`. */
  #noJobsUntil = 0;
  /**
   * Ends of claims that found nothing, since the last one that found something. A store must not send us in circles.
   */
  readonly #fruitless = new Set<string>();
  /** Counts the deliveries of the run that this process holds. */
  held = 0;
  /** The error with which the store refused a result. */
  failure: { readonly error: unknown } | undefined;

  constructor(lifetime: Lifetime, jobId?: string) {
    this.lifetime = lifetime;
    this.jobId = jobId;
  }

  get mayHaveJobs(): boolean {
    return performance.now() >= this.#noJobsUntil;
  }

  /** Expects no jobs for a while: a backlog of deliveries need not ask with every claim. A run of one job asks once. */
  expectNoJobs(forMs: number): void {
    this.#noJobsUntil = this.jobId === undefined ? performance.now() + forMs : Number.POSITIVE_INFINITY;
  }

  /** Expects jobs again. */
  expectJobs(): void {
    if (this.jobId === undefined) this.#noJobsUntil = 0;
  }

  /**
   * Says if a claim is worth another one at once.
   * @param claim.after  Where the claim ended.
   */
  goesOn({ isFound, hasMore, after }: Claimed): boolean {
    if (isFound) this.#fruitless.clear();
    if (isFound || after === null) return isFound && hasMore;
    const isNew = !this.#fruitless.has(after);
    this.#fruitless.add(after);
    return isNew;
  }

  count(outcome: keyof DeliveryTally, by = 1): void {
    this.#counts[outcome] += by;
  }

  get tally(): DeliveryTally {
    return { ...this.#counts };
  }
}

interface Claimed {
  readonly isFound: boolean;
  readonly hasMore: boolean;
  readonly after: string | null;
}

/** A delivery from its claim until its result is stored, or its lease is lost. */
export interface HeldDelivery extends ClaimedDelivery {
  readonly run: Run;
  /** The event's fields, the school among them. A notifier may change the notification later. */
  readonly event: DeliveryEvent;
  /** Aborted when the lease is lost, or when a stop waits no longer. */
  readonly ending: AbortController;
  /** The end of the lease by the clock, in milliseconds of the epoch. */
  leaseUntil: number;
}

/** The end of an attempt, before anybody knows when the next one is due. */
export type Result =
  | { readonly outcome: 'delivered' }
  | { readonly outcome: 'skipped'; readonly isUnsent: boolean }
  | { readonly outcome: 'failed'; readonly delayMs: number }
  | { readonly outcome: 'dead'; readonly reason: 'refused' | 'failed' }
  | { readonly outcome: 'released'; readonly isUnsent: boolean };
