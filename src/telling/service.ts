import type { DeadLetter } from '../domain/telling/delivery.js';
import { invalidOption } from '../input/parse-options.js';
import { jobId, listDeadLetters, retryDeadLetter } from './dead-letters.js';
import type { DeliveryRounds } from './delivery-rounds.js';
import type { HandOver } from './hand-over.js';
import { Lifetime } from './lifetime.js';
import type { DeliveryTally } from './notifications.js';
import type { NotificationsContext } from './notifications-context.js';
import { pause } from './pause.js';
import { processJob } from './process-job.js';
import { readQuery, stopOptions } from './read-query.js';
import { Round } from './round.js';
import { Worker } from './worker.js';

/** Starts and stops whatever delivers. */
export class Service {
  readonly #context: NotificationsContext;
  readonly #means: HandOver | DeliveryRounds | undefined;
  readonly #rounds: DeliveryRounds | undefined;
  readonly #running = new Set<Promise<unknown>>();
  #lifetime = new Lifetime();
  #worker: Worker | undefined;
  #stopping: Promise<void> | undefined;

  /** @param means  What `start` and `drain` deliver by; `rounds` is what `process` does. */
  constructor(
    context: NotificationsContext,
    means: HandOver | DeliveryRounds | undefined,
    rounds: DeliveryRounds | undefined,
  ) {
    this.#context = context;
    this.#means = means;
    this.#rounds = rounds;
  }

  /** See `Notifications.start`. */
  start(): void {
    const means = this.#requireMeans();
    if (this.#worker) return;
    const worker = new Worker(this.#context, (round) => means.take(round), this.#lifetime);
    this.#worker = worker;
    void this.#track(worker.run());
  }

  /** See `Notifications.drain`. */
  async drain(): Promise<DeliveryTally> {
    const means = this.#requireMeans();
    return this.#during(async (lifetime) => {
      const round = new Round(lifetime);
      await means.finish(round);
      return round.tally;
    });
  }

  /** See `Notifications.process`. */
  async process(id: unknown): Promise<DeliveryTally> {
    const job = readQuery(jobId, id);
    const rounds = this.#rounds;
    if (!rounds) throw invalidOption('notifier', 'process() needs one');
    return this.#during((lifetime) => processJob(this.#context, rounds, lifetime, job));
  }

  /** See `Notifications.deadLetters`. */
  deadLetters(query: unknown): Promise<readonly DeadLetter[]> {
    return listDeadLetters(this.#context, query);
  }

  /** See `Notifications.retryDeadLetter`. */
  async retryDeadLetter(id: unknown): Promise<boolean> {
    const isThere = await retryDeadLetter(this.#context, id);
    if (isThere) this.nudge();
    return isThere;
  }

  /** Reads what `Notifications.stop` was given. */
  readStopOptions(options: unknown): { readonly graceMs: number } {
    return readQuery(stopOptions, options);
  }

  /** Resolves once a stop that is going on has ended: until then nothing may be begun. */
  async whenStopped(): Promise<void> {
    await this.#stopping;
  }

  nudge(): void {
    this.#worker?.nudge();
  }

  /** Ends everything that runs. Who calls while that goes on waits for the same end, and no longer than its own grace. */
  stop(graceMs: number): Promise<void> {
    this.#stopping ??= this.#stop();
    void this.#cutAfter(graceMs, this.#lifetime);
    return this.#stopping;
  }

  async #cutAfter(graceMs: number, lifetime: Lifetime): Promise<void> {
    await pause(graceMs, lifetime.over);
    lifetime.cutShort();
  }

  async #stop(): Promise<void> {
    const lifetime = this.#lifetime;
    lifetime.end();
    await Promise.allSettled([...this.#running, this.#rounds?.end(lifetime)]);
    lifetime.finish();
    this.#lifetime = new Lifetime();
    this.#worker = undefined;
    this.#stopping = undefined;
  }

  /** Runs what a stop has to wait for. */
  #during<Result>(task: (lifetime: Lifetime) => Promise<Result>): Promise<Result> {
    return this.#track(task(this.#lifetime));
  }

  async #track<Result>(running: Promise<Result>): Promise<Result> {
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  #requireMeans(): HandOver | DeliveryRounds {
    if (this.#means) return this.#means;
    throw invalidOption('notifier', 'telling guardians needs a notifier or a queue');
  }
}
