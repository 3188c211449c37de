import { codeOf } from './failure-advice.js';
import type { HeldDelivery } from './held-delivery.js';
import type { NotificationsContext } from './notifications-context.js';
import { report } from './report.js';

/**
 * Renews leases while anything is held, every third of `leaseMs`: all at once, and where that fails each school's on their own,
 * as somebody may hold a row of one of them.
 */
export class LeaseKeeper {
  readonly #context: NotificationsContext;
  readonly #held: ReadonlySet<HeldDelivery>;
  readonly #lose: (delivery: HeldDelivery) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isRenewing = false;

  /** @param lose  Told of each delivery whose lease is not held any more. */
  constructor(context: NotificationsContext, held: ReadonlySet<HeldDelivery>, lose: (delivery: HeldDelivery) => void) {
    this.#context = context;
    this.#held = held;
    this.#lose = lose;
  }

  /** To be called whenever what is held has changed. */
  adjust(): void {
    if (this.#isRenewing) return;
    if (this.#held.size > 0) {
      this.#timer ??= setTimeout(() => this.#renew(), this.#context.settings.leaseMs / 3);
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
    this.adjust();
  }

  async #tryToRenew(held: readonly HeldDelivery[]): Promise<boolean> {
    try {
      await this.#renewAll(held);
      return true;
    } catch (error) {
      report(this.#context.logger, 'leases could not be renewed', { code: codeOf(error) });
      this.#loseExpired(held);
      return false;
    }
  }

  async #renewAll(held: readonly HeldDelivery[]): Promise<void> {
    const { repository, clock, settings } = this.#context;
    const now = clock.now();
    const leases = held.map(({ lease }) => lease);
    const kept = new Set(await repository.outbox.renew({ leases, now, leaseMs: settings.leaseMs }));
    for (const delivery of held) {
      if (kept.has(delivery.lease.id)) delivery.leaseUntil = now.getTime() + settings.leaseMs;
      else this.#lose(delivery);
    }
  }

  /** A store that cannot be reached renews nothing: others may have taken these by now. */
  #loseExpired(held: readonly HeldDelivery[]): void {
    for (const delivery of held) if (this.isExpired(delivery)) this.#lose(delivery);
  }

  /** Whether others may hold it by now, as after the process was frozen. A clock that fails cannot tell: then it is. */
  isExpired({ leaseUntil }: HeldDelivery): boolean {
    try {
      return this.#context.clock.now().getTime() >= leaseUntil;
    } catch {
      return true;
    }
  }
}
