import type { Pool } from 'pg';
import { type CountDifference, createAttendance } from 'rollbook';
import { createPostgresRepository } from 'rollbook/postgres';
import { waitUntil } from '../../test/integration/support/wait-until.ts';

/** Several who reconcile one day again and again, as fast as they can, each on a connection of its own. */
export class Reconcilers {
  readonly found: CountDifference[] = [];
  reconciliations = 0;
  readonly #date: string;
  readonly #runs: Promise<void>[];
  #isOn = true;

  /** @param pools  One each. They are not ended. */
  constructor(pools: readonly Pool[], date: string) {
    this.#date = date;
    this.#runs = pools.map((pool) => this.#run(pool));
    // Whoever awaits `stop` learns of it.
    for (const run of this.#runs) run.catch(() => {});
  }

  /** Waits until so many further reconciliations are through. */
  async untilMore(more: number): Promise<void> {
    const wanted = this.reconciliations + more;
    await waitUntil(`${more} more reconciliations are through`, () => this.reconciliations >= wanted || !this.#isOn);
  }

  /** Ends them, once they are through with what they are at. Rejects when one of them failed. */
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
