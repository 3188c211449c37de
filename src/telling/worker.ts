import type { TellingParts } from './notification-options.js';
import { codeOf, report } from './report.js';
import { type Lifetime, type Look, noLook, Run } from './run.js';
import { pause } from './timing.js';

/** The part that a worker looks for work with. */
export interface Looking {
  /** Looks once. Rejects with errors of the store. */
  look(run: Run): Promise<Look>;
}

/** The longest pause is as many times the shortest. */
const slowest = 20;

/** Looks for work over and over: at once after a mark, often after finding some, less and less often otherwise. */
export class Worker {
  readonly #parts: TellingParts;
  readonly #means: Looking;
  readonly #run: Run;
  readonly #ending: AbortSignal;
  #isNudged = false;
  #hasFailed = false;
  #nap = new AbortController();
  #windowTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the correction window of the latest mark ends, on the time line of `performance.now()`. */
  #windowEndsAt = 0;

  constructor(parts: TellingParts, means: Looking, lifetime: Lifetime) {
    this.#parts = parts;
    this.#means = means;
    this.#run = new Run(lifetime);
    this.#ending = lifetime.ending;
  }

  /** Runs until its lifetime ends. Never rejects. */
  async run(): Promise<void> {
    const { pollMs } = this.#parts.settings;
    this.#ending.addEventListener('abort', () => this.#nap.abort());
    let restMs = pollMs;
    while (!this.#ending.aborted) {
      const { isFound, isMore } = await this.#look();
      if (isMore) continue;
      restMs = isFound ? pollMs : Math.min(restMs * 2, pollMs * slowest);
      await this.#rest(restMs);
    }
    clearTimeout(this.#windowTimer);
  }

  /** Looks for the jobs of a mark of this process, once its correction window has ended. */
  nudge(): void {
    const { settleMs } = this.#parts.settings;
    this.#windowEndsAt = performance.now() + settleMs;
    if (settleMs === 0) this.#wake();
    else this.#wakeIn(settleMs);
  }

  /** Sets one timer for all marks: the later end finds the jobs of marks between two ends. */
  #wakeIn(ms: number): void {
    if (this.#ending.aborted) return;
    this.#windowTimer ??= setTimeout(() => {
      this.#windowTimer = undefined;
      this.#wake();
      const leftMs = this.#windowEndsAt - performance.now();
      if (leftMs > 0) this.#wakeIn(leftMs);
    }, ms);
  }

  /** Does not shorten the pause after a failure: a store that fails is not asked more often. */
  #wake(): void {
    this.#isNudged = true;
    this.#run.expectJobs();
    if (!this.#hasFailed) this.#nap.abort();
  }

  async #look(): Promise<Look> {
    this.#isNudged = false;
    try {
      const look = await this.#means.look(this.#run);
      this.#hasFailed = false;
      return look;
    } catch (error) {
      this.#hasFailed = true;
      report(this.#parts.logger, 'the notification worker could not reach its store', { code: codeOf(error) });
      return noLook;
    }
  }

  async #rest(ms: number): Promise<void> {
    if (this.#ending.aborted || (this.#isNudged && !this.#hasFailed)) return;
    this.#nap = new AbortController();
    await pause(ms, this.#nap.signal);
    this.#run.expectJobs();
  }
}
