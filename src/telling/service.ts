import * as z from 'zod';
import { AttendanceError } from '../domain/errors.js';
import type { DeadLetter } from '../domain/telling/delivery.js';
import { parseCommand } from '../input/parse-command.js';
import { invalidOption } from '../input/parse-options.js';
import { jobId, listDeadLetters, retryDeadLetter } from './dead-letters.js';
import { Deliverer } from './deliverer.js';
import { HandOver } from './hand-over.js';
import { defaultGraceMs, type TellingParts } from './notification-options.js';
import type { DeliveryTally } from './notifications.js';
import { Lifetime, Run } from './run.js';
import { pause } from './timing.js';
import { Worker } from './worker.js';

/** The options of `stop`. */
const stopOptions = z
  .strictObject({ graceMs: z.number().int().min(0).max(86_400_000).default(defaultGraceMs) })
  .prefault({});

/** Starts and stops the parts that deliver. */
export class Service {
  readonly #parts: TellingParts;
  /** Serves `start` and `drain`: the host's queue where there is one, else the notifier. */
  readonly #means: HandOver | Deliverer | undefined;
  /** Serves `process`. */
  readonly #deliverer: Deliverer | undefined;
  readonly #running = new Set<Promise<unknown>>();
  #lifetime = new Lifetime();
  #worker: Worker | undefined;
  #stopping: Promise<void> | undefined;

  constructor(parts: TellingParts) {
    const { notifier, queue } = parts;
    this.#parts = parts;
    this.#deliverer = notifier && new Deliverer(parts, notifier);
    this.#means = queue ? new HandOver(parts, queue) : this.#deliverer;
  }

  /** See `Notifications.start`. */
  start(): void {
    const means = this.#requireMeans();
    if (this.#worker) return;
    const worker = new Worker(this.#parts, means, this.#lifetime);
    this.#worker = worker;
    void this.#track(worker.run());
  }

  /** See `Notifications.drain`. */
  async drain(): Promise<DeliveryTally> {
    const means = this.#requireMeans();
    return this.#during(async (lifetime) => {
      const run = new Run(lifetime);
      await means.finish(run);
      return run.tally;
    });
  }

  /** See `Notifications.process`. */
  async process(id: unknown): Promise<DeliveryTally> {
    const job = parseCommand(jobId, id);
    const deliverer = this.#deliverer;
    if (!deliverer) throw invalidOption('notifier', 'process() needs one');
    return this.#during((lifetime) => processJob(this.#parts, deliverer, lifetime, job));
  }

  /** See `Notifications.deadLetters`. */
  deadLetters(query: unknown): Promise<readonly DeadLetter[]> {
    return listDeadLetters(this.#parts, query);
  }

  /** See `Notifications.retryDeadLetter`. */
  async retryDeadLetter(id: unknown): Promise<boolean> {
    const isThere = await retryDeadLetter(this.#parts, id);
    if (isThere) this.nudge();
    return isThere;
  }

  /** Reads the options of `Notifications.stop`. */
  readStopOptions(options: unknown): { readonly graceMs: number } {
    return parseCommand(stopOptions, options);
  }

  /** Resolves once a stop that is going on has ended. Nothing may begin before. */
  async untilStopped(): Promise<void> {
    await this.#stopping;
  }

  nudge(): void {
    this.#worker?.nudge();
  }

  /** Ends everything that runs. A second call waits for the same end, and no longer than its own time of grace. */
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
    await Promise.allSettled([...this.#running, this.#deliverer?.end(lifetime)]);
    lifetime.finish();
    this.#lifetime = new Lifetime();
    this.#worker = undefined;
    this.#stopping = undefined;
  }

  /** Runs a task that a stop has to wait for. */
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

  #requireMeans(): HandOver | Deliverer {
    if (this.#means) return this.#means;
    throw invalidOption('notifier', 'telling guardians needs a notifier or a queue');
  }
}

/** Delivers one job of the host's queue, and forgets the job once it is done. See `Notifications.process`. */
async function processJob(
  parts: TellingParts,
  deliverer: Deliverer,
  lifetime: Lifetime,
  jobId: string,
): Promise<DeliveryTally> {
  const run = new Run(lifetime, jobId);
  await deliverer.finish(run);
  let rest = await closeJob(parts, jobId);
  if (rest.outstanding > 0 && rest.retryAfterMs === 0) {
    // A due delivery that could not be claimed is behind another job's message, which this process may be sending.
    await deliverer.untilGone();
    await deliverer.finish(run);
    rest = await closeJob(parts, jobId);
  }
  if (rest.outstanding === 0) return run.tally;
  const message = `${rest.outstanding} of the job's deliveries not settled yet`;
  throw new AttendanceError('deliveries_outstanding', message, { jobId, ...rest });
}

async function closeJob({ repository, clock }: Pick<TellingParts, 'repository' | 'clock'>, jobId: string) {
  const { outstanding, dueAt } = await repository.outbox.closeJob(jobId);
  return { outstanding, retryAfterMs: Math.max(0, (dueAt?.getTime() ?? 0) - clock.now().getTime()) };
}
