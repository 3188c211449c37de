import { AttendanceError } from '../domain/errors.js';
import type { Mark } from '../domain/marks/mark.js';
import { brokenRepository } from '../domain/marks/rejection.js';
import { aborted, closed } from '../input/refusals.js';
import type { MarkResult } from '../ports/mark-store.js';
import { type Batch, createBatch, toBatch, toRequest } from './batch.js';
import type { BatcherParts, BatcherReadings } from './batching-options.js';
import { MarkQueue } from './mark-queue.js';
import { Pace } from './pace.js';
import { abortionOf, end, noLane, ownError, type QueuedMark, timeoutOf, unknownLane } from './queued-mark.js';
import { RetryList } from './retry-list.js';
import { splitBatch } from './split-batch.js';

/**
 * The time after the store's own limit at which a mark is given up, in milliseconds: the store's own error says more.
 */
const graceMs = 50;
/** The longest timer, over three weeks: a longer one ends at once. */
const longestTimerMs = 2 ** 31 - graceMs;

/** Fewer marks than these are not worth a statement of their own while others could take them along. */
const leastShare = 64;

/**
 * Combines single marks of concurrent callers into statements. A mark waits for nothing while fewer than `maxInFlight`
 * statements are under way. Further marks gather. No school is in two statements at once, and a child's marks are
 * recorded in the order in which they came. `QueuedMark` and `Lane` list the states.
 */
export class Batcher {
  readonly #parts: BatcherParts;
  readonly #queue: MarkQueue;
  readonly #retries = new RetryList();
  readonly #pace: Pace;
  readonly #drained = Promise.withResolvers<void>();
  #isClosed = false;
  #isFlushDue = false;
  /** Counts statements under way that may wait for long. */
  #patient = 0;
  /** Counts what the statements under way carry. */
  readonly #underWay = { marks: 0, lanes: 0 };
  readonly #readings = { inFlight: 0, batches: 0, marks: 0, largestBatch: 0 };

  constructor(parts: BatcherParts) {
    this.#parts = parts;
    this.#queue = new MarkQueue(parts.repository.childIdsAreGlobal ?? true);
    this.#pace = new Pace(parts.elapsedMs ?? (() => performance.now()));
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
      timer: this.#timer(() => this.#giveUp(queued, timeoutOf(queued))),
      state: 'waiting',
      followers: undefined,
    };
    this.#queue.add(queued);
    if (signal) this.#listen(queued, signal);
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
    return { queued: this.#queue.size, ...this.#readings };
  }

  #requireRoom(signal: AbortSignal | undefined): void {
    if (this.#isClosed) throw closed();
    if (signal?.aborted) throw aborted('the call was aborted before it was sent');
    if (this.#queue.size < this.#parts.settings.maxQueued) return;
    const retryAfterMs = this.#pace.refuse({ waiting: this.#queue.size, isBusy: this.#readings.inFlight > 0 });
    throw new AttendanceError('overloaded', 'too many marks wait already', { retryAfterMs });
  }

  #listen(queued: QueuedMark, signal: AbortSignal): void {
    queued.onAbort = () => this.#giveUp(queued, abortionOf(queued));
    signal.addEventListener('abort', queued.onAbort);
  }

  #timer(giveUp: () => void): ReturnType<typeof setTimeout> | undefined {
    const { timeoutMs = Number.POSITIVE_INFINITY } = this.#parts;
    return timeoutMs < longestTimerMs ? setTimeout(giveUp, timeoutMs + graceMs) : undefined;
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
    queueMicrotask(() => {
      this.#isFlushDue = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#readings.inFlight < this.#parts.settings.maxInFlight) {
      const batch = this.#nextBatch();
      if (!batch) break;
      void this.#send(batch);
    }
    this.#checkDrained();
  }

  /** Blocked schools may use all statements but one. */
  #nextBatch(): Batch | undefined {
    const { maxInFlight, maxBatchSize } = this.#parts.settings;
    const takesPatient = this.#patient < Math.max(1, maxInFlight - 1);
    const again = this.#retries.take({ takesPatient });
    if (again) return again;
    const max = Math.min(maxBatchSize, Math.max(leastShare, this.#share()));
    const marks = this.#queue.take({ max, takesBlocked: takesPatient });
    const [first] = marks;
    return first && createBatch(marks, { isPatient: this.#queue.isBlocked(first.lane) });
  }

  /**
   * Shares out all marks, waiting and under way, among the statements. With all marks in one, callers and database
   * would wait for each other alternately. Marks of one school stay together.
   */
  #share(): number {
    const { marks, lanes } = this.#underWay;
    const statements = Math.min(this.#parts.settings.maxInFlight - this.#patient, lanes + this.#queue.readyLanes);
    return Math.ceil((marks + this.#queue.size) / statements);
  }

  async #send(planned: Batch): Promise<void> {
    const batch = this.#withoutEnded(planned);
    if (batch.marks.length === 0) return;
    this.#start(batch);
    try {
      this.#answer(batch, await this.#recordMarks(batch));
    } catch (error) {
      this.#fail(batch, error);
    }
    this.#end(batch);
    this.#flush();
  }

  /** Leaves out marks that have ended since the batch was planned: nobody waits for them. */
  #withoutEnded(batch: Batch): Batch {
    if (batch.marks.every(({ state }) => state === 'sent')) return batch;
    const byState = Map.groupBy(batch.marks, ({ state }) => state === 'ended');
    for (const queued of byState.get(true) ?? []) this.#queue.finish(queued);
    return toBatch(byState.get(false) ?? [], batch);
  }

  #start({ lanes, isPatient, marks: { length } }: Batch): void {
    for (const lane of lanes) lane.isRunning = true;
    const readings = this.#readings;
    if (readings.inFlight === 0) this.#pace.startFirst();
    readings.inFlight += 1;
    this.#underWay.marks += length;
    this.#underWay.lanes += lanes.length;
    if (isPatient) this.#patient += 1;
    readings.batches += 1;
    readings.marks += length;
    readings.largestBatch = Math.max(readings.largestBatch, length);
  }

  #end({ lanes, isPatient, marks }: Batch): void {
    for (const lane of lanes) lane.isRunning = false;
    this.#readings.inFlight -= 1;
    this.#underWay.marks -= marks.length;
    this.#underWay.lanes -= lanes.length;
    if (isPatient) this.#patient -= 1;
    this.#pace.end(marks.length, { areWaiting: this.#queue.size > 0 });
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
    const isIdle = this.#queue.size === 0 && this.#readings.inFlight === 0 && this.#retries.isEmpty;
    if (this.#isClosed && isIdle) this.#drained.resolve();
  }
}
