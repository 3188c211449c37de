import type { ChildMark } from './contestant.ts';

interface Waiting<Answer> {
  readonly mark: ChildMark;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

const maxBatchSize = 500;
/** Statements under way at most: while a round trip is what takes long, and while the work of the server is. */
const maxInFlight = { far: 4, near: 2 };
/** The server's and the client's work for one more mark in a statement, in milliseconds. */
const markMs = 0.05;
/** The least fixed time that was seen grows by this with each statement, so that a change of the network is noticed. */
const drift = 1.02;

/**
 * Coalesces marks into statements with the least code. Callers that have just been answered get their turn before the
 * next statement goes out, so their next marks are in it. Two marks of one child go one after the other. The batcher
 * validates nothing, retries nothing and splits nothing.
 */
export class BareBatcher<Answer> {
  readonly #send: (marks: readonly ChildMark[]) => Promise<readonly (Answer | undefined)[]>;
  #queue: Waiting<Answer>[] = [];
  readonly #busy = new Set<string>();
  #inFlight = 0;
  #marksInFlight = 0;
  #isScheduled = false;
  /** The least time of a statement without the work for its marks: the round trip and what each statement costs. */
  #fixedMs = Number.POSITIVE_INFINITY;

  constructor(send: (marks: readonly ChildMark[]) => Promise<readonly (Answer | undefined)[]>) {
    this.#send = send;
  }

  mark(mark: ChildMark): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#queue.push({ mark, resolve, reject });
    if (this.#queue.length === 1 && !this.#isScheduled) queueMicrotask(() => this.#flush());
    return promise;
  }

  #flush(): void {
    this.#isScheduled = false;
    while (this.#inFlight < this.#maxInFlight()) {
      const batch = this.#take();
      if (batch.length === 0) return;
      void this.#run(batch);
    }
  }

  /** More statements side by side help only where waiting for the server takes longer than its work for all marks. */
  #maxInFlight(): number {
    const workMs = (this.#queue.length + this.#marksInFlight) * markMs;
    return workMs > this.#fixedMs ? maxInFlight.near : maxInFlight.far;
  }

  #take(): Waiting<Answer>[] {
    const batch: Waiting<Answer>[] = [];
    const later: Waiting<Answer>[] = [];
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

  async #run(batch: readonly Waiting<Answer>[]): Promise<void> {
    this.#inFlight += 1;
    this.#marksInFlight += batch.length;
    const sentAt = performance.now();
    try {
      const answers = await this.#send(batch.map(({ mark }) => mark));
      this.#fixedMs = Math.min(this.#fixedMs * drift, performance.now() - sentAt - batch.length * markMs);
      for (const [index, { resolve, reject }] of batch.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('a mark got no answer'));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    for (const { mark } of batch) this.#busy.delete(mark.childId);
    this.#inFlight -= 1;
    this.#marksInFlight -= batch.length;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#flush());
  }
}
