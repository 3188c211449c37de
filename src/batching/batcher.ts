import { AttendanceError, isAttendanceError } from '../domain/errors.js';
import type { Mark } from '../domain/marks/mark.js';
import { brokenRepository } from '../domain/marks/rejection.js';
import type { AttendanceRepository } from '../ports/attendance-repository.js';
import type { MarkResult } from '../ports/mark-store.js';
import { type Batch, type BatchSettings, createBatch, toBatch, toRequest } from './batch.js';
import type { BatchingSettings } from './batching-options.js';
import { MarkQueue } from './mark-queue.js';
import { Pace } from './pace.js';
import { end, noLane, type QueuedMark, unknownLane } from './queued-mark.js';
import { RetryList } from './retry-list.js';
import { splitBatch } from './split-batch.js';

/** How much later than its store a mark is given up, in milliseconds: what the store says itself says more. */
const graceMs = 50;
/** Over three weeks: a timer that is set for longer ends at once. */
const longestTimerMs = 2 ** 31 - graceMs;

/** Fewer marks than these are not worth a statement of their own while others could take them along. */
const leastShare = 64;

/** What a batcher works with. */
export interface BatcherParts extends BatchSettings {
  /** One that doesn't say if ids are global is taken to have global ones: their marks wait for each other. */
  readonly repository: Pick<AttendanceRepository, 'recordMarks'> &
    Partial<Pick<AttendanceRepository, 'childIdsAreGlobal'>>;
  readonly settings: BatchingSettings;
  /** The longest that a mark may take, waiting included, in milliseconds. Default: as long as the store takes. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly elapsedMs?: () => number;
}

/** What a batcher does now, and has done. */
export interface BatcherReadings {
  /** Marks that wait for a statement. */
  readonly queued: number;
  /** Statements under way. */
  readonly inFlight: number;
  /** Statements sent. */
  readonly batches: number;
  /** Marks that they carried. */
  readonly marks: number;
  readonly largestBatch: number;
}

/**
 * Combines single marks of concurrent callers into statements. A mark waits for nothing while fewer than `maxInFlight` are
 * under way; then the next ones gather. No school is in two statements at once, and a child's marks are recorded in the order in
 * which they came.
 */
export class Batcher {
  readonly #parts: BatcherParts;
  readonly #queue: MarkQueue;
  readonly #retries = new RetryList();
  readonly #pace: Pace;
  readonly #drained = Promise.withResolvers<void>();
  #isClosed = false;
  #isFlushDue = false;
  /** Statements under way that may wait for long. */
  #patient = 0;
  /** What the statements under way carry. */
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
   * @param signal  Takes back a mark that waits; of one that was sent, gives up waiting.
   * @returns       What came of this mark. Rejects with what `recordMarks` does for this mark or its school alone, or for all;
   *                with `aborted`; and with `repository_unavailable` (`timeout`) after `timeoutMs`.
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
      timer: this.#timer(() => this.#giveUp(queued, tooLate(queued))),
      state: 'waiting',
      followers: undefined,
    };
    this.#queue.add(queued);
    if (signal) this.#listen(queued, signal);
    this.#flushSoon();
    return promise;
  }

  /** Refuses further marks, and resolves when all others have ended. Safe to call twice. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#checkDrained();
    return this.#drained.promise;
  }

  /** What to watch. */
  readings(): BatcherReadings {
    return { queued: this.#queue.size, ...this.#readings };
  }

  #requireRoom(signal: AbortSignal | undefined): void {
    if (this.#isClosed) throw new AttendanceError('closed', 'attendance is closed', {});
    if (signal?.aborted) throw new AttendanceError('aborted', 'the call was aborted before it was sent', {});
    if (this.#queue.size < this.#parts.settings.maxQueued) return;
    const retryAfterMs = this.#pace.refuse(this.#queue.size, this.#readings.inFlight > 0);
    throw new AttendanceError('overloaded', 'too many marks wait already', { retryAfterMs });
  }

  #listen(queued: QueuedMark, signal: AbortSignal): void {
    queued.onAbort = () => this.#giveUp(queued, abortion(queued));
    signal.addEventListener('abort', queued.onAbort);
  }

  #timer(giveUp: () => void): ReturnType<typeof setTimeout> | undefined {
    const { timeoutMs = Number.POSITIVE_INFINITY } = this.#parts;
    return timeoutMs < longestTimerMs ? setTimeout(giveUp, timeoutMs + graceMs) : undefined;
  }

  /** Of a mark that was sent, what comes of it is not waited for. */
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

  /**
   * Schools that are held up leave one statement to the others, if there is more than one.
   */
  #nextBatch(): Batch | undefined {
    const { maxInFlight, maxBatchSize } = this.#parts.settings;
    const takesPatient = this.#patient < Math.max(1, maxInFlight - 1);
    const again = this.#retries.take(takesPatient);
    if (again) return again;
    const marks = this.#queue.take(Math.min(maxBatchSize, Math.max(leastShare, this.#share())), takesPatient);
    const [first] = marks;
    return first && createBatch(marks, this.#queue.isSlow(first.lane));
  }

  /**
   * A statement's part of all marks, waiting and under way. With all in one, callers and database would wait for each other in
   * turn. Marks of one school can't be shared out.
   */
  #share(): number {
    const { marks, lanes } = this.#underWay;
    const statements = Math.min(this.#parts.settings.maxInFlight - this.#patient, lanes + this.#queue.readyLanes);
    return Math.ceil((marks + this.#queue.size) / statements);
  }

  async #send(planned: Batch): Promise<void> {
    const batch = this.#withoutGone(planned);
    if (batch.marks.length === 0) return;
    this.#start(batch);
    try {
      this.#settle(batch, await this.#recordMarks(batch));
    } catch (error) {
      this.#fail(batch, error);
    }
    this.#end(batch);
    this.#flush();
  }

  /** Of a batch that is tried again: nobody waits any more for those that have ended. */
  #withoutGone(batch: Batch): Batch {
    if (batch.marks.every(({ state }) => state === 'sent')) return batch;
    const gone = Map.groupBy(batch.marks, ({ state }) => state === 'ended');
    for (const queued of gone.get(true) ?? []) this.#queue.settle(queued);
    return toBatch(gone.get(false) ?? [], batch);
  }

  #start({ lanes, isPatient, marks: { length } }: Batch): void {
    for (const lane of lanes) lane.isRunning = true;
    const readings = this.#readings;
    this.#pace.start(readings.inFlight === 0);
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
    this.#pace.end(marks.length, this.#queue.size > 0);
  }

  /** Without any caller's signal: a statement that nobody waits for any more still holds its school and its connection. */
  async #recordMarks(batch: Batch): Promise<readonly MarkResult[]> {
    return this.#parts.repository.recordMarks(toRequest(batch, this.#parts));
  }

  #settle({ marks, lanes }: Batch, results: readonly MarkResult[]): void {
    for (const lane of lanes) this.#queue.setSlow(lane, false);
    for (const [index, queued] of marks.entries()) {
      const result = results.length === marks.length ? results[index] : undefined;
      if (result) this.#queue.learnSchool(queued.mark, result);
      this.#queue.settle(queued);
      if (!end(queued)) continue;
      if (result) queued.resolve(result);
      else queued.reject(brokenRepository('recordMarks must return one result a mark'));
    }
  }

  #fail(batch: Batch, error: unknown): void {
    const parts = splitBatch(batch, error);
    this.#retries.add(parts);
    for (const { isPatient, lanes } of parts) {
      for (const lane of lanes) if (isPatient && lane.key !== unknownLane) this.#queue.setSlow(lane, true);
    }
    if (parts.length > 0) return;
    for (const queued of batch.marks) {
      this.#queue.settle(queued);
      if (end(queued)) queued.reject(ownError(error));
    }
  }

  #checkDrained(): void {
    const isIdle = this.#queue.size === 0 && this.#readings.inFlight === 0 && this.#retries.isEmpty;
    if (this.#isClosed && isIdle) this.#drained.resolve();
  }
}

/** Callers of one statement may each add to their error. */
function ownError(error: unknown): unknown {
  if (!isAttendanceError(error)) return error;
  return new AttendanceError(error.code, error.message, error.details, { cause: error.cause });
}

function abortion({ state }: QueuedMark): AttendanceError {
  const message = state === 'sent' ? 'the call was aborted' : 'the call was aborted before it was sent';
  return new AttendanceError('aborted', message, {});
}

function tooLate({ state }: QueuedMark): AttendanceError {
  const reason = 'timeout';
  const details = state === 'sent' ? ({ reason, mayBeRecorded: true } as const) : ({ reason } as const);
  return new AttendanceError('repository_unavailable', 'not recorded in time', details);
}
