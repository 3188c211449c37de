import type { ClaimedDelivery } from '../domain/telling/delivery.js';
import type { TellingParts } from './notification-options.js';
import { codeOf, report, toDeliveryEvent } from './report.js';
import type { HeldDelivery, Run } from './run.js';
import { Watch } from './timing.js';

/**
 * The deliveries that this process holds, with their leases. A held delivery is in one of these states:
 *
 * - waiting: the delivery is claimed, and waits for a slot. A stop hands it back, and the attempt does not count.
 * - sending: the notifier has the message. The attempt ends after `sendTimeoutMs` at the latest.
 * - storing: the attempt has a result, and the result waits for the store. A store that fails is asked again.
 *
 * A delivery is held no longer in one of these ways:
 *
 * - settled: the store has the result, or says that another process has the lease by now.
 * - lost: the lease ended, or the store did not renew it. The attempt is aborted, and its result is not stored.
 * - left: the store took no result for as long as a lease lasts. Another process sends the message again.
 *
 * Leases are renewed while anything is held, every third of `leaseMs`: all at once. Where that fails each school's are
 * renewed on their own, as somebody may have locked a row of one school.
 */
export class HeldDeliveries {
  readonly #parts: TellingParts;
  readonly #held = new Set<HeldDelivery>();
  /** Deliveries with a result that waits for the store. */
  readonly #storing = new Set<HeldDelivery>();
  readonly #watch = new Watch();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRenewing = false;

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#held.size;
  }

  /** The number of deliveries that wait for a slot, or are being sent. */
  get unsent(): number {
    return this.#held.size - this.#storing.size;
  }

  has(delivery: HeldDelivery): boolean {
    return this.#held.has(delivery);
  }

  /** Holds deliveries of a claim. */
  add(deliveries: readonly ClaimedDelivery[], run: Run, leaseUntil: number): HeldDelivery[] {
    const added = deliveries.map((delivery) => {
      const event = toDeliveryEvent(delivery);
      return { ...delivery, run, event, leaseUntil, ending: new AbortController() };
    });
    for (const delivery of added) this.#held.add(delivery);
    run.held += added.length;
    this.#adjustTimer();
    return added;
  }

  /** Notes that a delivery has a result, so that the slot is free for another delivery. */
  finish(delivery: HeldDelivery): void {
    if (!this.#held.has(delivery)) return;
    this.#storing.add(delivery);
    this.#watch.notify();
  }

  /** Lets go of a delivery: its result is stored, or left. */
  release(delivery: HeldDelivery): void {
    if (!this.#held.delete(delivery)) return;
    this.#storing.delete(delivery);
    delivery.run.held -= 1;
    this.#adjustTimer();
    this.#watch.notify();
  }

  /** Aborts every attempt. */
  abort(): void {
    for (const { ending } of this.#held) ending.abort();
  }

  /**
   * Says if other processes may have the lease by now, as after this process was frozen. A clock that fails says yes.
   */
  isExpired({ leaseUntil }: HeldDelivery): boolean {
    try {
      return this.#parts.clock.now().getTime() >= leaseUntil;
    } catch {
      return true;
    }
  }

  /** Waits until a condition on what is held, or on the slots, is true. */
  until(condition: () => boolean): Promise<void> {
    return this.#watch.until(condition);
  }

  /** Call it when a slot was taken: waiting callers look at their condition again. */
  notify(): void {
    this.#watch.notify();
  }

  /** Waits until nothing is held. */
  untilEmpty(): Promise<void> {
    return this.until(() => this.size === 0);
  }

  /**
   * Waits until nothing is held of what is held now, by one run if given.
   * @returns False when nothing was held.
   */
  async untilGone(by?: Run): Promise<boolean> {
    const held = [...this.#held].filter(({ run }) => by === undefined || run === by);
    await this.until(() => held.every((delivery) => !this.has(delivery)));
    return held.length > 0;
  }

  #adjustTimer(): void {
    if (this.#isRenewing) return;
    if (this.#held.size > 0) {
      this.#timer ??= setTimeout(() => this.#renew(), this.#parts.settings.leaseMs / 3);
    } else {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }

  async #renew(): Promise<void> {
    const held = [...this.#held];
    this.#timer = undefined;
    this.#isRenewing = true;
    if (!(await this.#tryToRenew(held))) {
      const bySchool = Map.groupBy(held, ({ event }) => event.schoolId);
      if (bySchool.size > 1) await Promise.all([...bySchool.values()].map((some) => this.#tryToRenew(some)));
    }
    this.#isRenewing = false;
    this.#adjustTimer();
  }

  async #tryToRenew(held: readonly HeldDelivery[]): Promise<boolean> {
    try {
      await this.#renewAll(held);
      return true;
    } catch (error) {
      report(this.#parts.logger, 'leases could not be renewed', { code: codeOf(error) });
      // A store that cannot be reached renews nothing: other processes may have taken these by now.
      for (const delivery of held) if (this.isExpired(delivery)) this.#lose(delivery);
      return false;
    }
  }

  async #renewAll(held: readonly HeldDelivery[]): Promise<void> {
    const { repository, clock, settings } = this.#parts;
    const now = clock.now();
    const leases = held.map(({ lease }) => lease);
    const kept = new Set(await repository.outbox.renew({ leases, now, leaseMs: settings.leaseMs }));
    for (const delivery of held) {
      if (kept.has(delivery.lease.id)) delivery.leaseUntil = now.getTime() + settings.leaseMs;
      else this.#lose(delivery);
    }
  }

  #lose(delivery: HeldDelivery): void {
    delivery.ending.abort();
    this.release(delivery);
  }
}
