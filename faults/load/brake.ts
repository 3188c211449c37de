import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

const lookEveryMs = 50;

/** Stops clients while many messages wait. On a busy machine they would mark faster than guardians can be told. */
export class Brake {
  readonly #pool: Pool;
  readonly #mostWaiting: number;
  #release: Promise<void> | undefined;

  constructor(pool: Pool, mostWaiting: number) {
    this.#pool = pool;
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Waits until few messages wait, or until their number cannot be known. Clients that ask at the same time share one
   * query.
   */
  untilReleased(): Promise<void> {
    this.#release ??= this.#waitForFew().finally(() => {
      this.#release = undefined;
    });
    return this.#release;
  }

  async #waitForFew(): Promise<void> {
    while ((await this.#countWaiting().catch(() => 0)) > this.#mostWaiting) await delay(lookEveryMs);
  }

  async #countWaiting(): Promise<number> {
    const { rows } = await this.#pool.query<{ waiting: number }>(
      `select ((select count(*) from attendance.notification_jobs)
        + (select count(*) from attendance.deliveries where state = 'pending'))::int as waiting`,
    );
    return rows[0]?.waiting ?? 0;
  }
}
