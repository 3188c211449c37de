import { codeOf } from './failure-advice.js';
import type { Lifetime } from './lifetime.js';
import type { NotificationsContext } from './notifications-context.js';
import { pause } from './pause.js';
import { report } from './report.js';
import { Round } from './round.js';
import type { Turn } from './turn.js';

/** The longest pause is so many times the shortest. */
const slowest = 20;

/** Looks for work over and over: at once after a mark, often after finding some, less and less often otherwise. */
export class Worker {
  readonly #context: NotificationsContext;
  readonly #take: (round: Round) => Promise<Turn>;
  readonly #round: Round;
  readonly #ending: AbortSignal;
  #isNudged = false;
  #hasFailed = false;
  #nap = new AbortController();
  #settleTimer: ReturnType<typeof setTimeout> | undefined;
  /** When the latest mark has settled, on the time line of `performance.now()`. */
  #settledAt = 0;

  constructor(context: NotificationsContext, take: (round: Round) => Promise<Turn>, lifetime: Lifetime) {
    this.#context = context;
    this.#take = take;
    this.#round = new Round(lifetime);
    this.#ending = lifetime.ending;
  }

  /** Runs until its lifetime ends. Never rejects. */
  async run(): Promise<void> {
    const { pollMs } = this.#context.settings;
    this.#ending.addEventListener('abort', () => this.#nap.abort());
    let restMs = pollMs;
    while (!this.#ending.aborted) {
      const { isFound, isMore } = await this.#look();
      if (isMore) continue;
      restMs = isFound ? pollMs : Math.min(restMs * 2, pollMs * slowest);
      await this.#rest(restMs);
    }
    clearTimeout(this.#settleTimer);
  }

  /** Looks for what a mark of this process left, once it has settled. */
  nudge(): void {
    const { settleMs } = this.#context.settings;
    this.#settledAt = performance.now() + settleMs;
    if (settleMs === 0) this.#wake();
    else this.#wakeIn(settleMs);
  }

  /** One timer is enough: marks between two of its ends are found with the later one. */
  #wakeIn(ms: number): void {
    if (this.#ending.aborted) return;
    this.#settleTimer ??= setTimeout(() => {
      this.#settleTimer = undefined;
      this.#wake();
      const leftMs = this.#settledAt - performance.now();
      if (leftMs > 0) this.#wakeIn(leftMs);
    }, ms);
  }

  /** A store that fails is not asked more often for it. */
  #wake(): void {
    this.#isNudged = true;
    this.#round.expectJobs();
    if (!this.#hasFailed) this.#nap.abort();
  }

  async #look(): Promise<Turn> {
    this.#isNudged = false;
    try {
      const turn = await this.#take(this.#round);
      this.#hasFailed = false;
      return turn;
    } catch (error) {
      this.#hasFailed = true;
      report(this.#context.logger, 'the notification worker could not reach its store', { code: codeOf(error) });
      return { isFound: false, isMore: false };
    }
  }

  async #rest(ms: number): Promise<void> {
    if (this.#ending.aborted || (this.#isNudged && !this.#hasFailed)) return;
    this.#nap = new AbortController();
    await pause(ms, this.#nap.signal);
    this.#round.expectJobs();
  }
}
