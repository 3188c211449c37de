import type { Pool, QueryConfig } from 'pg';
import type { ChildMark } from './contestant.ts';

interface Waiting {
  readonly mark: ChildMark;
  readonly resolve: (row: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const maxInFlight = 4;
const maxBatchSize = 500;

/**
 * The least that coalesces marks into statements: sends at once while few are under way, else with the next; two marks of
 * one child go one after the other. It validates nothing, retries nothing and splits nothing.
 */
export class BareBatcher {
  readonly #pool: Pool;
  readonly #toQuery: (marks: readonly ChildMark[]) => QueryConfig;
  #queue: Waiting[] = [];
  readonly #busy = new Set<string>();
  #inFlight = 0;

  constructor(pool: Pool, toQuery: (marks: readonly ChildMark[]) => QueryConfig) {
    this.#pool = pool;
    this.#toQuery = toQuery;
  }

  mark(mark: ChildMark): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#queue.push({ mark, resolve, reject });
    if (this.#queue.length === 1) queueMicrotask(() => this.#flush());
    return promise;
  }

  #flush(): void {
    while (this.#inFlight < maxInFlight) {
      const batch = this.#take();
      if (batch.length === 0) return;
      this.#inFlight += 1;
      void this.#send(batch);
    }
  }

  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    for (const waiting of this.#queue) {
      const { childId } = waiting.mark;
      if (batch.length === maxBatchSize || this.#busy.has(childId)) later.push(waiting);
      else {
        this.#busy.add(childId);
        batch.push(waiting);
      }
    }
    this.#queue = later;
    return batch;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const { rows } = await this.#pool.query(this.#toQuery(batch.map(({ mark }) => mark)));
      for (const [index, { resolve }] of batch.entries()) resolve(rows[index]);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    for (const { mark } of batch) this.#busy.delete(mark.childId);
    this.#inFlight -= 1;
    this.#flush();
  }
}
