import type { NotificationQueue, QueuedJob } from '../ports/notification-queue.js';
import { codeOf } from './failure-advice.js';
import type { NotificationsContext } from './notifications-context.js';
import { report } from './report.js';
import type { Round } from './round.js';
import { withinTime } from './time-limit.js';
import { noTurn, type Turn } from './turn.js';

/** Hands jobs over to the host's queue. */
export class HandOver {
  readonly #context: NotificationsContext;
  readonly #queue: NotificationQueue;
  /** Turns in a row with a failure: a queue that is down is asked less and less often. */
  #failures = 0;

  constructor(context: NotificationsContext, queue: NotificationQueue) {
    this.#context = context;
    this.#queue = queue;
  }

  /** Hands over some of the jobs that are due. Rejects with errors of the store. */
  async take(round: Round): Promise<Turn> {
    if (round.lifetime.ending.aborted) return noTurn;
    const jobs = await this.#takeJobs();
    if (round.lifetime.ending.aborted) {
      await this.#return(jobs, 0);
      return noTurn;
    }
    const areTaken = await Promise.all(jobs.map((job) => this.#enqueue(job, round)));
    const refused = jobs.filter((_, index) => !areTaken[index]);
    round.count('queued', jobs.length - refused.length);
    round.count('failed', refused.length);
    this.#failures = refused.length > 0 ? this.#failures + 1 : 0;
    await this.#return(refused, this.#retryDelayMs());
    const isFound = jobs.length > refused.length;
    return { isFound, isMore: isFound };
  }

  /** Hands over until nothing is due, or the queue takes nothing more. Rejects with errors of the store. */
  async finish(round: Round): Promise<void> {
    while ((await this.take(round)).isMore);
  }

  #takeJobs(): Promise<readonly QueuedJob[]> {
    const { repository, clock, settings } = this.#context;
    const now = clock.now();
    return repository.outbox.takeJobs({
      now,
      settledBefore: new Date(now.getTime() - settings.settleMs),
      againAt: new Date(now.getTime() + settings.handOverAgainMs),
      maxJobs: settings.concurrency,
    });
  }

  async #enqueue({ jobId, schoolId }: QueuedJob, { lifetime }: Round): Promise<boolean> {
    try {
      const { sendTimeoutMs } = this.#context.settings;
      await withinTime(sendTimeoutMs, lifetime.cut, async () => this.#queue.enqueue({ jobId, schoolId }));
      return true;
    } catch (error) {
      report(this.#context.logger, 'a job could not be handed over', { jobId, schoolId, code: codeOf(error) });
      return false;
    }
  }

  #retryDelayMs(): number {
    const { capMs, baseMs } = this.#context.settings.retry;
    return Math.min(capMs, baseMs * 2 ** (this.#failures - 1));
  }

  /** They are handed over again by and by also if this fails. */
  async #return(jobs: readonly QueuedJob[], delayMs: number): Promise<void> {
    if (jobs.length === 0) return;
    const { repository, clock, logger } = this.#context;
    try {
      await repository.outbox.returnJobs({ jobs, runAt: new Date(clock.now().getTime() + delayMs) });
    } catch (error) {
      report(logger, 'jobs could not be returned', { code: codeOf(error) });
    }
  }
}
