import type { Batch } from './batch.js';
import type { BatchingSettings } from './batching-options.js';
import { learnFixedMs, limitInFlight } from './in-flight.js';

/** The time after which a statement is late, in milliseconds. Another statement may then be sent beside it. */
const lateMs = 50;

/** The statements under way, and the room for further ones. */
export class UnderWay {
  readonly #settings: BatchingSettings;
  readonly #elapsedMs: () => number;
  readonly #onLate: () => void;
  readonly #batches = new Set<Batch>();
  /** Late statements, and patient ones. Such statements leave their room to others. */
  readonly #late = new Set<Batch>();
  #fixedMs = Number.POSITIVE_INFINITY;

  /**
   * @param elapsedMs  A clock that never goes back, in milliseconds.
   * @param onLate     Called when a statement is late, so that there may be more room.
   */
  constructor(settings: BatchingSettings, elapsedMs: () => number, onLate: () => void) {
    this.#settings = settings;
    this.#elapsedMs = elapsedMs;
    this.#onLate = onLate;
  }

  get size(): number {
    return this.#batches.size;
  }

  /** Says if a blocked school may be sent. Blocked schools may use all statements but one. */
  get takesPatient(): boolean {
    return this.#patient < Math.max(1, this.#settings.maxInFlight - 1);
  }

  /** Says if another statement may be sent. */
  hasRoom(waiting: number): boolean {
    return this.size < this.#settings.maxInFlight && this.size - this.#late.size < this.#limit(waiting);
  }

  /**
   * Shares out all marks, waiting and under way, among the statements. With all marks in one, callers and database
   * would wait for each other alternately. Marks of one school stay together.
   */
  share({ waiting, readyLanes }: { readonly waiting: number; readonly readyLanes: number }): number {
    const lanes = this.#sum((batch) => batch.lanes.length) + readyLanes;
    const statements = Math.min(this.#limit(waiting), this.#settings.maxInFlight - this.#patient, lanes);
    return Math.ceil((this.#marks + waiting) / statements);
  }

  /**
   * Counts a statement that is sent now.
   * @returns  A function to be called when the statement has ended.
   */
  start(batch: Batch): (end: { readonly isAnswered: boolean }) => void {
    const sentAt = this.#elapsedMs();
    this.#batches.add(batch);
    if (batch.isPatient) this.#late.add(batch);
    const timer = setTimeout(() => {
      this.#late.add(batch);
      this.#onLate();
    }, lateMs);
    return ({ isAnswered }) => {
      clearTimeout(timer);
      this.#batches.delete(batch);
      this.#late.delete(batch);
      if (isAnswered) this.#fixedMs = learnFixedMs(this.#fixedMs, this.#elapsedMs() - sentAt, batch.marks.length);
    };
  }

  get #marks(): number {
    return this.#sum(({ marks }) => marks.length);
  }

  get #patient(): number {
    return this.#sum(({ isPatient }) => Number(isPatient));
  }

  #sum(of: (batch: Batch) => number): number {
    return [...this.#batches].reduce((sum, batch) => sum + of(batch), 0);
  }

  #limit(waiting: number): number {
    return limitInFlight(this.#marks + waiting, this.#fixedMs, this.#settings);
  }
}
