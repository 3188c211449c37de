import PQueue from 'p-queue';
import type { ClaimedDelivery } from '../domain/telling/delivery.js';
import type { Notifier } from '../ports/notifier.js';
import { toDeliveryEvent } from './announce.js';
import type { HeldDelivery, Result } from './held-delivery.js';
import { LeaseKeeper } from './lease-keeper.js';
import type { NotificationsContext } from './notifications-context.js';
import { pause } from './pause.js';
import type { Round } from './round.js';
import { send } from './send.js';
import { Settler } from './settler.js';
import { Watch } from './watch.js';

/** Sends what was claimed, some at a time, and stores what became of it. Keeps the leases of all of it meanwhile. */
export class Courier {
  readonly #context: NotificationsContext;
  readonly #notifier: Notifier;
  readonly #held = new Set<HeldDelivery>();
  readonly #watch = new Watch();
  readonly #lanes: PQueue;
  readonly #keeper: LeaseKeeper;
  readonly #settler: Settler;

  constructor(context: NotificationsContext, notifier: Notifier) {
    const { concurrency, rate } = context.settings;
    this.#context = context;
    this.#notifier = notifier;
    this.#lanes = new PQueue({
      concurrency,
      ...(rate && { intervalCap: rate.limit, interval: rate.intervalMs, strict: true }),
    });
    this.#keeper = new LeaseKeeper(context, this.#held, (delivery) => this.#lose(delivery));
    this.#settler = new Settler(
      context,
      (delivery) => this.#held.has(delivery),
      (delivery) => this.#letGo(delivery),
    );
  }

  /** How many more may be claimed. Few wait for their turn under a rate limit: what waits grows old. */
  get room(): number {
    return Math.min(this.#context.settings.concurrency - this.#held.size, this.#limit - this.#lanes.size);
  }

  get #limit(): number {
    return this.#context.settings.rate?.limit ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Waits until claiming is worth a statement, which half of all lanes are. After `pollMs` one is enough: slow deliveries must not
   * hold up the others, nor each of them fetch one.
   */
  async whenRoomy(): Promise<void> {
    const { concurrency, pollMs } = this.#context.settings;
    const enough = Math.ceil(Math.min(concurrency, this.#limit) / 2);
    const isRoomy = () => this.#held.size === 0 || this.room >= enough;
    if (isRoomy()) return;
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([this.#watch.until(() => signal.aborted || isRoomy()), pause(pollMs, signal)]);
    waiting.abort();
    await this.#watch.until(() => this.room > 0);
  }

  /** Waits until nothing is held. */
  whenIdle(): Promise<void> {
    return this.#watch.until(() => this.#held.size === 0);
  }

  /** Waits until a round holds nothing. */
  whenDone(round: Round): Promise<void> {
    return this.#watch.until(() => round.held === 0);
  }

  /**
   * Waits until nothing is held of what is held now, by one round if given.
   * @returns Whether anything was.
   */
  async whenSettled(by?: Round): Promise<boolean> {
    const held = [...this.#held].filter(({ round }) => by === undefined || round === by);
    await this.#watch.until(() => held.every((delivery) => !this.#held.has(delivery)));
    return held.length > 0;
  }

  /** Sends deliveries, as soon as there are lanes for them. Hands them back where their round has ended already. */
  dispatch(deliveries: readonly ClaimedDelivery[], round: Round, leaseUntil: number): void {
    for (const delivery of deliveries) {
      const event = toDeliveryEvent(delivery);
      const held = { ...delivery, round, event, leaseUntil, ending: new AbortController() };
      this.#held.add(held);
      round.held += 1;
      void this.#deliver(held);
    }
    this.#keeper.adjust();
  }

  /** Hands back what no attempt was begun at. */
  handBack(): void {
    this.#lanes.clear();
  }

  /** Aborts every attempt, and waits for none of them any more. */
  abort(): void {
    for (const { ending } of this.#held) ending.abort();
  }

  async #deliver(delivery: HeldDelivery): Promise<void> {
    const unsent: Result = { outcome: 'released', isUnsent: delivery.isFirst };
    const isOver = delivery.round.lifetime.ending.aborted;
    const result = isOver ? unsent : await this.#lanes.add(() => this.#attempt(delivery, unsent)).catch(() => unsent);
    if (this.#held.has(delivery)) await this.#settler.settle(delivery, result);
  }

  async #attempt(delivery: HeldDelivery, unsent: Result): Promise<Result> {
    this.#watch.notify();
    if (delivery.ending.signal.aborted || this.#keeper.isExpired(delivery)) return unsent;
    return send(this.#notifier, this.#context.settings, delivery);
  }

  #lose(delivery: HeldDelivery): void {
    delivery.ending.abort();
    this.#letGo(delivery);
  }

  #letGo(delivery: HeldDelivery): void {
    if (!this.#held.delete(delivery)) return;
    delivery.round.held -= 1;
    this.#keeper.adjust();
    this.#watch.notify();
  }
}
