import type { NotificationQueue, QueuedJob } from '../ports/notification-queue.js';
import type { TellingParts } from './notification-options.js';
import { codeOf, report } from './report.js';
import { type Look, noLook, type Run } from './run.js';
import { withinTime } from './timing.js';

/** Hands jobs over to the host's queue. */
export class HandOver {
  readonly #parts: TellingParts;
  readonly #queue: NotificationQueue;
  /** Counts looks in a row with a failure: a queue that is down is asked less and less often. */
  #failures = 0;

  constructor(parts: TellingParts, queue: NotificationQueue) {
    this.#parts = parts;
    this.#queue = queue;
  }

  /** Hands over some of the jobs that are due. Rejects with errors of the store. */
  async look(run: Run): Promise<Look> {
    if (run.lifetime.ending.aborted) return noLook;
    const jobs = await this.#takeJobs();
    if (run.lifetime.ending.aborted) {
      await this.#return(jobs, 0);
      return noLook;
    }
    const areTaken = await Promise.all(jobs.map((job) => this.#enqueue(job, run)));
    const refused = jobs.filter((_, index) => !areTaken[index]);
    run.count('queued', jobs.length - refused.length);
    run.count('failed', refused.length);
    this.#failures = refused.length > 0 ? this.#failures + 1 : 0;
    await this.#return(refused, this.#retryDelayMs());
    const isFound = jobs.length > refused.length;
    return { isFound, isMore: isFound };
  }

  /** Hands over until nothing is due, or the queue takes nothing more. Rejects with errors of the store. */
  async finish(run: Run): Promise<void> {
    while ((await this.look(run)).isMore);
  }

  #takeJobs(): Promise<readonly QueuedJob[]> {
    const { repository, clock, settings } = this.#parts;
    const now = clock.now();
    return repository.outbox.takeJobs({
      now,
      settledBefore: new Date(now.getTime() - settings.settleMs),
      againAt: new Date(now.getTime() + settings.handOverAgainMs),
      maxJobs: settings.concurrency,
    });
  }

  async #enqueue({ jobId, schoolId }: QueuedJob, { lifetime }: Run): Promise<boolean> {
    try {
      const { sendTimeoutMs } = this.#parts.settings;
      await withinTime(sendTimeoutMs, lifetime.cut, async () => this.#queue.enqueue({ jobId, schoolId }));
      return true;
    } catch (error) {
      report(this.#parts.logger, 'a job could not be handed over', { jobId, schoolId, code: codeOf(error) });
      return false;
    }
  }

  #retryDelayMs(): number {
    const { capMs, baseMs } = this.#parts.settings.retry;
    return Math.min(capMs, baseMs * 2 ** (this.#failures - 1));
  }

  /** Jobs are handed over again by and by also if returning them fails. */
  async #return(jobs: readonly QueuedJob[], delayMs: number): Promise<void> {
    if (jobs.length === 0) return;
    const { repository, clock, logger } = this.#parts;
    try {
      await repository.outbox.returnJobs({ jobs, runAt: new Date(clock.now().getTime() + delayMs) });
    } catch (error) {
      report(logger, 'jobs could not be returned', { code: codeOf(error) });
    }
  }
}
