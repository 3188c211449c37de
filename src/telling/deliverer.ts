import PQueue from 'p-queue';
import type { Claim, ClaimRequest } from '../ports/notification-outbox.js';
import type { Notifier } from '../ports/notifier.js';
import type { TellingParts } from './notification-options.js';
import { publishDead } from './report.js';
import { type Lifetime, type Look, noLook, type Run } from './run.js';
import { Sender } from './sender.js';

/** The most children that one fan-out is about: a large school's morning, and still a short statement. */
const maxChildren = 2_000;

/** Makes deliveries of jobs, claims them and has them sent: one look at a time, for all runs of this process. */
export class Deliverer {
  readonly #parts: TellingParts;
  readonly #sender: Sender;
  readonly #looks = new PQueue({ concurrency: 1 });

  constructor(parts: TellingParts, notifier: Notifier) {
    this.#parts = parts;
    this.#sender = new Sender(parts, notifier);
  }

  /** Looks once: found deliveries are being sent when it resolves. Rejects with errors of the store. */
  look(run: Run): Promise<Look> {
    return this.#looks.add(() => this.#look(run));
  }

  /**
   * Looks until nothing is due, and waits for attempts under way: the deliveries behind them are due then. A drain
   * waits for attempts of other runs, too. Rejects with errors of the store.
   */
  async finish(run: Run): Promise<void> {
    try {
      await this.#finish(run);
    } finally {
      await this.#sender.held.until(() => run.held === 0);
    }
    if (run.failure) throw run.failure.error;
  }

  /** Waits for all attempts that are under way now, of any run. */
  async untilGone(): Promise<void> {
    await this.#sender.held.untilGone();
  }

  /** Hands back the deliveries that wait for a slot, and waits for the others until the lifetime is cut short. */
  async end({ cut }: Lifetime): Promise<void> {
    cut.addEventListener('abort', () => this.#sender.held.abort());
    this.#sender.handBack();
    await this.#looks.onIdle();
    await this.#sender.held.untilEmpty();
  }

  async #finish(run: Run): Promise<void> {
    let wasLast = false;
    for (;;) {
      const isFound = await this.#lookForAll(run);
      const isWaitedFor = await this.#sender.held.untilGone(run.jobId === undefined ? undefined : run);
      if (!isFound && (wasLast || !isWaitedFor)) return;
      wasLast = !isFound;
    }
  }

  async #lookForAll(run: Run): Promise<boolean> {
    run.expectJobs();
    let isFound = false;
    for (;;) {
      const look = await this.look(run);
      isFound ||= look.isFound;
      if (!look.isMore) return isFound;
    }
  }

  async #look(run: Run): Promise<Look> {
    const { ending } = run.lifetime;
    if (!ending.aborted) await this.#sender.untilRoomy();
    if (ending.aborted) return noLook;
    const jobs = run.mayHaveJobs ? await this.#fanOut(run) : 0;
    const claim = await this.#claim(run, { suspects: false, maxDeliveries: this.#sender.room });
    const isSuspectFound = claim.hasSuspects && (await this.#lookForSuspect(run));
    const isFound = jobs > 0 || isSuspectFound || hasFound(claim);
    const hasMore = isSuspectFound || claim.hasMore;
    return { isFound, isMore: run.goesOn({ isFound, hasMore, after: claim.after }) };
  }

  async #fanOut(run: Run): Promise<number> {
    const { repository, clock, settings } = this.#parts;
    const now = clock.now();
    const { jobs } = await repository.outbox.fanOut({
      now,
      settledBefore: new Date(now.getTime() - settings.settleMs),
      silentStatuses: settings.silentStatuses,
      maxChildren,
      ...(run.jobId !== undefined && { jobId: run.jobId }),
    });
    if (jobs === 0) run.expectNoJobs(settings.pollMs);
    return jobs;
  }

  /** Sends one suspect while nothing else is being sent, since the suspect may kill the process. */
  async #lookForSuspect(run: Run): Promise<boolean> {
    await this.#sender.held.untilEmpty();
    if (run.lifetime.ending.aborted) return false;
    const claim = await this.#claim(run, { suspects: true, maxDeliveries: 1 });
    await this.#sender.held.untilEmpty();
    return hasFound(claim);
  }

  async #claim(
    run: Run,
    { suspects, maxDeliveries }: Pick<ClaimRequest, 'suspects' | 'maxDeliveries'>,
  ): Promise<Claim> {
    const { repository, clock, settings } = this.#parts;
    const { leaseMs, retry, silentStatuses } = settings;
    const now = clock.now();
    const kind = suspects ? 'suspects' : 'ordinary';
    const claim = await repository.outbox.claim({
      now,
      leaseToken: crypto.randomUUID(),
      leaseMs,
      maxDeliveries,
      maxAttempts: retry.maxAttempts,
      silentStatuses,
      after: run.after[kind],
      suspects,
      ...(run.jobId !== undefined && { jobId: run.jobId }),
    });
    run.after[kind] = claim.after;
    this.#sender.dispatch(claim.deliveries, run, now.getTime() + leaseMs);
    run.count('dropped', claim.dropped);
    for (const letter of claim.dead) publishDead(this.#parts, run, letter);
    return claim;
  }
}

function hasFound({ deliveries, dead, dropped }: Claim): boolean {
  return deliveries.length + dead.length + dropped > 0;
}
