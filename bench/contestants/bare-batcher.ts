import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import type { ChildMark } from './contestant.ts';

interface Waiting<Row> {
  readonly mark: ChildMark;
  readonly resolve: (row: Row) => void;
  readonly reject: (error: unknown) => void;
}

const maxInFlight = 4;
const maxBatchSize = 500;

/**
 * Coalesces marks into statements with the least code. A mark goes out at once while few statements are under way, else
 * with the next one. Two marks of one child go one after the other. The batcher validates nothing, retries nothing and
 * splits nothing.
 */
export class BareBatcher<Row extends QueryResultRow> {
  readonly #pool: Pool;
  readonly #toQuery: (marks: readonly ChildMark[]) => QueryConfig;
  #queue: Waiting<Row>[] = [];
  readonly #busy = new Set<string>();
  #inFlight = 0;

  constructor(pool: Pool, toQuery: (marks: readonly ChildMark[]) => QueryConfig) {
    this.#pool = pool;
    this.#toQuery = toQuery;
  }

  mark(mark: ChildMark): Promise<Row> {
    const { promise, resolve, reject } = Promise.withResolvers<Row>();
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

  #take(): Waiting<Row>[] {
    const batch: Waiting<Row>[] = [];
    const later: Waiting<Row>[] = [];
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

  async #send(batch: readonly Waiting<Row>[]): Promise<void> {
    try {
      const { rows } = await this.#pool.query<Row>(this.#toQuery(batch.map(({ mark }) => mark)));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const row = rows[index];
        if (row) resolve(row);
        else reject(new Error('a mark got no answer'));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    for (const { mark } of batch) this.#busy.delete(mark.childId);
    this.#inFlight -= 1;
    this.#flush();
  }
}
