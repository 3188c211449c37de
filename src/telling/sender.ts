import PQueue from 'p-queue';
import type { ClaimedDelivery } from '../domain/telling/delivery.js';
import type { Notifier } from '../ports/notifier.js';
import { HeldDeliveries } from './held-deliveries.js';
import type { TellingParts } from './notification-options.js';
import { ResultStore } from './result-store.js';
import type { HeldDelivery, Result, Run } from './run.js';
import { send } from './send.js';
import { pause } from './timing.js';

/** Deliveries that this process may hold for each slot: one is sent, and the results of others are stored meanwhile. */
const maxHeldPerSlot = 4;

/** Sends claimed deliveries, some at a time, and has their results stored. */
export class Sender {
  readonly held: HeldDeliveries;
  readonly #settings: TellingParts['settings'];
  readonly #notifier: Notifier;
  readonly #slots: PQueue;
  readonly #results: ResultStore;

  constructor(parts: TellingParts, notifier: Notifier) {
    const { concurrency, rate } = parts.settings;
    this.#settings = parts.settings;
    this.#notifier = notifier;
    this.#slots = new PQueue({
      concurrency,
      ...(rate && { intervalCap: rate.limit, interval: rate.intervalMs, strict: true }),
    });
    this.held = new HeldDeliveries(parts);
    this.#results = new ResultStore(parts, this.held);
  }

  /**
   * The most deliveries that may be claimed now. Results are stored while others are sent, up to a limit: a crash sends
   * those messages again. Few wait for a slot under a rate limit: waiting deliveries grow old.
   */
  get room(): number {
    const { concurrency } = this.#settings;
    const slots = concurrency - this.held.unsent;
    return Math.min(slots, concurrency * maxHeldPerSlot - this.held.size, this.#limit - this.#slots.size);
  }

  get #limit(): number {
    return this.#settings.rate?.limit ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Waits until a claim is worth its statement, which half of all slots are. After `pollMs` one slot is enough: slow
   * deliveries must not block the others, and a statement for each single slot would cost too much.
   */
  async untilRoomy(): Promise<void> {
    const { concurrency, pollMs } = this.#settings;
    const enough = Math.ceil(Math.min(concurrency, this.#limit) / 2);
    const isRoomy = () => this.held.size === 0 || this.room >= enough;
    if (isRoomy()) return;
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([this.held.until(() => signal.aborted || isRoomy()), pause(pollMs, signal)]);
    waiting.abort();
    await this.held.until(() => this.room > 0);
  }

  /** Sends deliveries, as soon as there are slots. Hands them back where the lifetime of their run has ended. */
  dispatch(deliveries: readonly ClaimedDelivery[], run: Run, leaseUntil: number): void {
    for (const delivery of this.held.add(deliveries, run, leaseUntil)) void this.#deliver(delivery);
  }

  /** Hands back the deliveries that wait for a slot. */
  handBack(): void {
    this.#slots.clear();
  }

  async #deliver(delivery: HeldDelivery): Promise<void> {
    const unsent: Result = { outcome: 'released', isUnsent: delivery.isFirst };
    const isOver = delivery.run.lifetime.ending.aborted;
    const result = isOver ? unsent : await this.#slots.add(() => this.#attempt(delivery, unsent)).catch(() => unsent);
    if (!this.held.has(delivery)) return;
    this.held.finish(delivery);
    await this.#results.store(delivery, result);
  }

  async #attempt(delivery: HeldDelivery, unsent: Result): Promise<Result> {
    this.held.notify();
    if (delivery.ending.signal.aborted || this.held.isExpired(delivery)) return unsent;
    return send(this.#notifier, this.#settings, delivery);
  }
}
