import type { Pool } from 'pg';
import { type CountDifference, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { waitUntil } from '../../test/integration/support/wait-until.ts';

/** Several callers who reconcile one day again and again, as fast as they can, each on a connection of its own. */
export class Reconcilers {
  readonly found: CountDifference[] = [];
  reconciliations = 0;
  readonly #date: string;
  readonly #runs: Promise<void>[];
  #isOn = true;

  /** One pool for each caller. The caller of this constructor ends the pools. */
  constructor(pools: readonly Pool[], date: string) {
    this.#date = date;
    this.#runs = pools.map((pool) => this.#run(pool));
    // The caller of `stop` gets the error.
    for (const run of this.#runs) run.catch(() => {});
  }

  /** Waits until so many further reconciliations have ended. */
  async untilMore(more: number): Promise<void> {
    const wanted = this.reconciliations + more;
    await waitUntil(`${more} more reconciliations are through`, () => this.reconciliations >= wanted || !this.#isOn);
  }

  /** Stops the callers, once their current reconciliations have ended. Rejects when one of them failed. */
  async stop(): Promise<void> {
    this.#isOn = false;
    await Promise.all(this.#runs);
  }

  async #run(pool: Pool): Promise<void> {
    const attendance = createAttendance({ repository: createPostgresRepository({ pool }) });
    try {
      while (this.#isOn) {
        this.found.push(...(await attendance.reconcileDailyCounts({ date: this.#date })).differences);
        this.reconciliations += 1;
      }
    } finally {
      this.#isOn = false;
      await attendance.close();
    }
  }
}
