import type { Lifetime } from './lifetime.js';
import type { DeliveryTally } from './notifications.js';

/** One caller's deliveries: a `drain`, a `process`, or a worker from start to stop. */
export class Round {
  readonly lifetime: Lifetime;
  readonly jobId: string | undefined;
  readonly #counts = { delivered: 0, failed: 0, dead: 0, dropped: 0, queued: 0 };
  /** Where the next claim goes on, so that schools take turns: of ordinary deliveries, and of suspects. */
  readonly after: { ordinary: string | null; suspects: string | null } = { ordinary: null, suspects: null };
  /** Until when a look for jobs is pointless, on the time line of `performance.now()`. */
  #noJobsUntil = 0;
  /** Where claims that found nothing ended, since the last one that found something: a store must not send us in circles. */
  readonly #fruitless = new Set<string>();
  /** Deliveries that are held and not settled. */
  held = 0;
  /** Set once the store would not take a result. */
  failure: { readonly error: unknown } | undefined;

  constructor(lifetime: Lifetime, jobId?: string) {
    this.lifetime = lifetime;
    this.jobId = jobId;
  }

  get mayHaveJobs(): boolean {
    return performance.now() >= this.#noJobsUntil;
  }

  /** There are none, for now: a backlog of deliveries need not ask for more with every claim. The one job is taken once. */
  expectNoJobs(forMs: number): void {
    this.#noJobsUntil = this.jobId === undefined ? performance.now() + forMs : Number.POSITIVE_INFINITY;
  }

  /** There may be some again. */
  expectJobs(): void {
    if (this.jobId === undefined) this.#noJobsUntil = 0;
  }

  /**
   * Whether a claim is worth another one at once.
   * @param after  Where the claim ended.
   */
  goesOn(
    { isFound, hasMore }: { readonly isFound: boolean; readonly hasMore: boolean },
    after: string | null,
  ): boolean {
    if (isFound) this.#fruitless.clear();
    if (isFound || after === null) return isFound && hasMore;
    const isNew = !this.#fruitless.has(after);
    this.#fruitless.add(after);
    return isNew;
  }

  count(what: keyof DeliveryTally, by = 1): void {
    this.#counts[what] += by;
  }

  get tally(): DeliveryTally {
    return { ...this.#counts };
  }
}
