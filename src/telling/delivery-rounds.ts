import PQueue from 'p-queue';
import type { Claim } from '../ports/notification-outbox.js';
import type { Notifier } from '../ports/notifier.js';
import { announceDead } from './announce.js';
import { Courier } from './courier.js';
import type { NotificationsContext } from './notifications-context.js';
import type { Round } from './round.js';
import { noTurn, type Turn } from './turn.js';

/** Children that one fan-out is about, at most: a large school's morning, and still a short statement. */
const maxChildren = 2_000;

/** Delivers: makes deliveries of jobs, claims them and has them sent, for everybody in this process by turns. */
export class DeliveryRounds {
  readonly #context: NotificationsContext;
  readonly #courier: Courier;
  readonly #turns = new PQueue({ concurrency: 1 });

  constructor(context: NotificationsContext, notifier: Notifier) {
    this.#context = context;
    this.#courier = new Courier(context, notifier);
  }

  /** One turn: what it finds is being sent when it resolves. Rejects with errors of the store. */
  take(round: Round): Promise<Turn> {
    return this.#turns.add(() => this.#take(round));
  }

  /**
   * Takes turns until nothing is due, and waits for what is being sent: what was behind it is due then. A drain waits for
   * what others of this process send, too. Rejects with errors of the store.
   */
  async finish(round: Round): Promise<void> {
    try {
      await this.#finish(round);
    } finally {
      await this.#courier.whenDone(round);
    }
    if (round.failure) throw round.failure.error;
  }

  /** Waits for whatever is being sent now, by whomever of this process. */
  async whenSettled(): Promise<void> {
    await this.#courier.whenSettled();
  }

  /** Hands back what is not being sent yet, and waits for the rest until the lifetime is cut short. */
  async end({ cut }: Round['lifetime']): Promise<void> {
    cut.addEventListener('abort', () => this.#courier.abort());
    this.#courier.handBack();
    await this.#turns.onIdle();
    await this.#courier.whenIdle();
  }

  async #finish(round: Round): Promise<void> {
    let wasLast = false;
    for (;;) {
      const isFound = await this.#takeAll(round);
      const isWaitedFor = await this.#courier.whenSettled(round.jobId === undefined ? undefined : round);
      if (!isFound && (wasLast || !isWaitedFor)) return;
      wasLast = !isFound;
    }
  }

  async #takeAll(round: Round): Promise<boolean> {
    round.expectJobs();
    let isFound = false;
    for (;;) {
      const turn = await this.take(round);
      isFound ||= turn.isFound;
      if (!turn.isMore) return isFound;
    }
  }

  async #take(round: Round): Promise<Turn> {
    const { ending } = round.lifetime;
    if (!ending.aborted) await this.#courier.whenRoomy();
    if (ending.aborted) return noTurn;
    const jobs = round.mayHaveJobs ? await this.#fanOut(round) : 0;
    const claim = await this.#claim(round, false, this.#courier.room);
    const isSuspectFound = claim.hasSuspects && (await this.#takeSuspect(round));
    const isFound = jobs > 0 || isSuspectFound || hasFound(claim);
    const hasMore = isSuspectFound || claim.hasMore;
    return { isFound, isMore: round.goesOn({ isFound, hasMore }, claim.after) };
  }

  async #fanOut(round: Round): Promise<number> {
    const { repository, clock, settings } = this.#context;
    const now = clock.now();
    const { jobs } = await repository.outbox.fanOut({
      now,
      settledBefore: new Date(now.getTime() - settings.settleMs),
      silentStatuses: settings.silentStatuses,
      maxChildren,
      ...(round.jobId !== undefined && { jobId: round.jobId }),
    });
    if (jobs === 0) round.expectNoJobs(settings.pollMs);
    return jobs;
  }

  /** What may have killed a process is sent when nothing else is, so that it takes nothing with it. */
  async #takeSuspect(round: Round): Promise<boolean> {
    await this.#courier.whenIdle();
    if (round.lifetime.ending.aborted) return false;
    const claim = await this.#claim(round, true, 1);
    await this.#courier.whenIdle();
    return hasFound(claim);
  }

  async #claim(round: Round, suspects: boolean, maxDeliveries: number): Promise<Claim> {
    const { repository, clock, settings } = this.#context;
    const { leaseMs, retry, silentStatuses } = settings;
    const now = clock.now();
    const turns = suspects ? 'suspects' : 'ordinary';
    const claim = await repository.outbox.claim({
      now,
      leaseToken: crypto.randomUUID(),
      leaseMs,
      maxDeliveries,
      maxAttempts: retry.maxAttempts,
      silentStatuses,
      after: round.after[turns],
      suspects,
      ...(round.jobId !== undefined && { jobId: round.jobId }),
    });
    round.after[turns] = claim.after;
    this.#courier.dispatch(claim.deliveries, round, now.getTime() + leaseMs);
    round.count('dropped', claim.dropped);
    for (const letter of claim.dead) announceDead(this.#context, round, letter);
    return claim;
  }
}

function hasFound({ deliveries, dead, dropped }: Claim): boolean {
  return deliveries.length + dead.length + dropped > 0;
}
