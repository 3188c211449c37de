import { AttendanceError } from '../domain/errors.js';
import type { Mark } from '../domain/marks/mark.js';
import { brokenRepository } from '../domain/marks/rejection.js';
import { aborted, closed } from '../input/refusals.js';
import type { MarkResult } from '../ports/mark-store.js';
import { type Batch, createBatch, toBatch, toRequest } from './batch.js';
import type { BatcherParts, BatcherReadings } from './batching-options.js';
import { Deadline } from './deadline.js';
import { MarkQueue } from './mark-queue.js';
import { nextTurn } from './next-turn.js';
import { Pace } from './pace.js';
import { abortionOf, end, noLane, ownError, type QueuedMark, timeoutOf, unknownLane } from './queued-mark.js';
import { RetryList } from './retry-list.js';
import { splitBatch } from './split-batch.js';
import { UnderWay } from './under-way.js';

/**
 * The time after the store's own limit at which a mark is given up, in milliseconds: the store's own error says more.
 */
const graceMs = 50;

/** Fewer marks than these are not worth a statement of their own while others could take them along. */
const leastShare = 64;

/**
 * Combines single marks of concurrent callers into statements. A mark waits for nothing while fewer statements are
 * under way than `limitInFlight` says. Further marks gather. No school is in two statements at once, and the marks of a
 * child are recorded in the order in which they came. `QueuedMark` and `Lane` list the states.
 */
export class Batcher {
  readonly #parts: BatcherParts;
  readonly #queue: MarkQueue;
  readonly #retries = new RetryList();
  readonly #underWay: UnderWay;
  readonly #pace: Pace;
  readonly #drained = Promise.withResolvers<void>();
  readonly #sent = { batches: 0, marks: 0, largestBatch: 0 };
  #isClosed = false;
  #isFlushDue = false;
  /** The deadline of the marks that come before the next flush. */
  #deadline: Deadline<QueuedMark> | undefined;

  constructor(parts: BatcherParts) {
    this.#parts = parts;
    this.#queue = new MarkQueue(parts.repository.childIdsAreGlobal ?? true);
    const { elapsedMs = () => performance.now() } = parts;
    this.#underWay = new UnderWay(parts.settings, elapsedMs, this.#flush);
    this.#pace = new Pace(elapsedMs);
  }

  /**
   * Records one mark, with whatever others there are.
   * @param now     When the command was received.
   * @param signal  Takes back a mark that waits, and gives up waiting for a mark that was sent.
   * @returns       The result of this mark. Rejects with what `recordMarks` does for this mark or its school alone, or
   *           for all; with `aborted`; and with `repository_unavailable` (`timeout`) after `timeoutMs`.
   * @throws {AttendanceError} at once: `overloaded` when `maxQueued` marks wait; `aborted`; `closed`.
   */
  submit(mark: Mark, now: Date, signal?: AbortSignal): Promise<MarkResult> {
    this.#requireRoom(signal);
    const { promise, resolve, reject } = Promise.withResolvers<MarkResult>();
    const queued: QueuedMark = {
      mark,
      now,
      signal,
      lane: noLane,
      resolve,
      reject,
      onAbort: undefined,
      state: 'waiting',
      followers: undefined,
      deadline: this.#nextDeadline(),
    };
    this.#queue.add(queued);
    queued.deadline.add(queued);
    if (signal) {
      queued.onAbort = () => this.#giveUp(queued, abortionOf(queued));
      signal.addEventListener('abort', queued.onAbort);
    }
    this.#flushSoon();
    return promise;
  }

  /** Refuses further marks, and resolves when all other marks have ended. Safe to call twice. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#checkDrained();
    return this.#drained.promise;
  }

  /** The readings. */
  readings(): BatcherReadings {
    return { queued: this.#queue.size, inFlight: this.#underWay.size, ...this.#sent };
  }

  #requireRoom(signal: AbortSignal | undefined): void {
    if (this.#isClosed) throw closed();
    if (signal?.aborted) throw aborted('the call was aborted before it was sent');
    if (this.#queue.size < this.#parts.settings.maxQueued) return;
    const retryAfterMs = this.#pace.refuse({ waiting: this.#queue.size, isBusy: this.#underWay.size > 0 });
    throw new AttendanceError('overloaded', 'too many marks wait already', { retryAfterMs });
  }

  #nextDeadline(): Deadline<QueuedMark> {
    const { timeoutMs = Number.POSITIVE_INFINITY } = this.#parts;
    this.#deadline ??= new Deadline(timeoutMs + graceMs, (queued) => this.#giveUp(queued, timeoutOf(queued)));
    return this.#deadline;
  }

  /** Stops waiting for a mark. A mark that was sent may still be recorded. */
  #giveUp(queued: QueuedMark, error: AttendanceError): void {
    if (queued.state === 'waiting') this.#queue.takeBack(queued);
    if (end(queued)) queued.reject(error);
    this.#checkDrained();
  }

  /** At the end of the tick, so that callers of the same tick share a statement. */
  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    queueMicrotask(this.#flush);
  }

  /** When the callers who were just answered have come back: else the rest would leave without all of them. */
  #flushNextTurn(): void {
    this.#isFlushDue = true;
    (this.#parts.nextTurn ?? nextTurn)(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isFlushDue = false;
    this.#deadline = undefined;
    while (this.#underWay.hasRoom(this.#queue.size)) {
      const batch = this.#nextBatch();
      if (!batch) break;
      void this.#send(batch);
    }
    this.#checkDrained();
  };

  #nextBatch(): Batch | undefined {
    const { takesPatient } = this.#underWay;
    const again = this.#retries.take({ takesPatient });
    if (again) return again;
    const { size: waiting, readyLanes } = this.#queue;
    const share = Math.max(leastShare, this.#underWay.share({ waiting, readyLanes }));
    const max = Math.min(this.#parts.settings.maxBatchSize, share);
    const marks = this.#queue.take({ max, takesBlocked: takesPatient });
    const [first] = marks;
    return first && createBatch(marks, { isPatient: this.#queue.isBlocked(first.lane) });
  }

  async #send(planned: Batch): Promise<void> {
    const batch = this.#withoutEnded(planned);
    if (batch.marks.length === 0) return;
    for (const lane of batch.lanes) lane.isRunning = true;
    if (this.#underWay.size === 0) this.#pace.startFirst();
    const endOf = this.#underWay.start(batch);
    this.#count(batch.marks.length);
    let isAnswered = false;
    try {
      const results = await this.#recordMarks(batch);
      isAnswered = true;
      this.#answer(batch, results);
    } catch (error) {
      this.#fail(batch, error);
    }
    endOf({ isAnswered });
    for (const lane of batch.lanes) lane.isRunning = false;
    this.#pace.end(batch.marks.length, { areWaiting: this.#queue.size > 0 });
    if (batch.marks.length > 1) this.#flushNextTurn();
    else this.#flushSoon();
  }

  #count(marks: number): void {
    this.#sent.batches += 1;
    this.#sent.marks += marks;
    this.#sent.largestBatch = Math.max(this.#sent.largestBatch, marks);
  }

  /** Leaves out marks that have ended since the batch was planned: nobody waits for them. */
  #withoutEnded(batch: Batch): Batch {
    if (batch.marks.every(({ state }) => state === 'sent')) return batch;
    const byState = Map.groupBy(batch.marks, ({ state }) => state === 'ended');
    for (const queued of byState.get(true) ?? []) this.#queue.finish(queued);
    return toBatch(byState.get(false) ?? [], batch);
  }

  /** Passes no caller's signal on: a statement that nobody waits for still has its school and its connection. */
  async #recordMarks(batch: Batch): Promise<readonly MarkResult[]> {
    return this.#parts.repository.recordMarks(toRequest(batch, this.#parts));
  }

  #answer({ marks, lanes }: Batch, results: readonly MarkResult[]): void {
    for (const lane of lanes) this.#queue.unblock(lane);
    for (const [index, queued] of marks.entries()) {
      const result = results.length === marks.length ? results[index] : undefined;
      if (result) this.#queue.learnSchool(queued.mark, result);
      this.#queue.finish(queued);
      if (!end(queued)) continue;
      if (result) queued.resolve(result);
      else queued.reject(brokenRepository('recordMarks must return one result a mark'));
    }
  }

  #fail(batch: Batch, error: unknown): void {
    const parts = splitBatch(batch, error);
    this.#retries.add(parts);
    for (const { isPatient, lanes } of parts) {
      for (const lane of lanes) if (isPatient && lane.key !== unknownLane) this.#queue.block(lane);
    }
    if (parts.length > 0) return;
    for (const queued of batch.marks) {
      this.#queue.finish(queued);
      if (end(queued)) queued.reject(ownError(error));
    }
  }

  #checkDrained(): void {
    const isIdle = this.#queue.size === 0 && this.#underWay.size === 0 && this.#retries.isEmpty;
    if (this.#isClosed && isIdle) this.#drained.resolve();
  }
}
