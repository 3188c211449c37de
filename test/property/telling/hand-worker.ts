import type { ClaimedDelivery, Notification, NotificationOutbox, Settlement } from 'rollbook';
import type { TestClock } from '../clock.ts';
import { type Ending, leaseMs, type Settings } from './steps.ts';

/** A worker whose every move is made by hand: it may forget what it holds, and settle what it has lost. */
export class HandWorker {
  readonly #outbox: NotificationOutbox;
  readonly #clock: TestClock;
  readonly #settings: Settings;
  readonly #onArrival: (notification: Notification) => void;
  readonly #held: ClaimedDelivery[] = [];
  #after: string | null = null;

  constructor(
    outbox: NotificationOutbox,
    clock: TestClock,
    settings: Settings,
    onArrival: (notification: Notification) => void,
  ) {
    this.#outbox = outbox;
    this.#clock = clock;
    this.#settings = settings;
    this.#onArrival = onArrival;
  }

  async fanOut(maxChildren: number): Promise<void> {
    const now = this.#clock.now();
    const settledBefore = new Date(now.getTime() - this.#settings.settleMs);
    await this.#outbox.fanOut({ now, settledBefore, silentStatuses: this.#settings.silent, maxChildren });
  }

  async claim(maxDeliveries: number, suspects: boolean): Promise<void> {
    const { deliveries, after } = await this.#outbox.claim({
      now: this.#clock.now(),
      leaseToken: crypto.randomUUID(),
      leaseMs,
      maxDeliveries,
      maxAttempts: this.#settings.maxAttempts,
      silentStatuses: this.#settings.silent,
      after: this.#after,
      suspects,
    });
    this.#after = after;
    // Nobody promises in what order guardians come.
    this.#held.push(...deliveries.toSorted((a, b) => (a.lease.id < b.lease.id ? -1 : 1)));
  }

  async renew(): Promise<void> {
    await this.#outbox.renew({ leases: this.#held.map(({ lease }) => lease), now: this.#clock.now(), leaseMs });
  }

  async end(how: Ending): Promise<void> {
    const delivery = this.#held.shift();
    if (!delivery) return;
    if (how === 'delivered' || how === 'vanishes after sending') this.#onArrival(delivery.notification);
    const settlement = this.#toSettlement(delivery, how);
    if (settlement) await this.#outbox.settle({ settlements: [settlement], now: this.#clock.now() });
  }

  #toSettlement({ lease, isFirst, attempt }: ClaimedDelivery, how: Ending): Settlement | undefined {
    switch (how) {
      case 'delivered':
        return { lease, outcome: 'delivered' };
      case 'failed':
        if (attempt >= this.#settings.maxAttempts) return { lease, outcome: 'dead', reason: 'failed' };
        return { lease, outcome: 'failed', runAt: new Date(this.#clock.now().getTime() + 2_000) };
      case 'refused':
        return { lease, outcome: 'dead', reason: 'refused' };
      case 'skipped':
        return { lease, outcome: 'skipped', isUnsent: isFirst };
      case 'released':
        return { lease, outcome: 'released', isUnsent: isFirst };
      case 'vanishes':
      case 'vanishes after sending':
        return undefined;
      default:
        return how satisfies never;
    }
  }
}
