import type { Call, Reply } from '../calls.ts';
import type { TestClock } from '../clock.ts';
import type { Subject, Tables } from '../subject.ts';
import { applyToRoster, type Happening, type World, type WorldLimits } from '../world.ts';
import { bulk, clear, mark } from './commands.ts';
import { countsOf } from './counts.ts';
import { erase } from './erase.ts';
import { ModelError } from './model-error.ts';
import { history, reconcile, register, summary } from './queries.ts';
import { recordOf, revisionOf, type State } from './state.ts';

/**
 * What rollbook promises, written a second time and as plainly as possible: arrays and loops, counters recounted, a
 * copy of everything for a transaction. Imports nothing of the library, so that both cannot share a mistake.
 */
export class Model implements Subject {
  readonly #clock: TestClock;
  readonly #limits: WorldLimits;
  #state: State;

  constructor({ schools, children, enrolments, startsAt: _, ...limits }: World, clock: TestClock) {
    this.#clock = clock;
    this.#limits = limits;
    this.#state = { schools, children, enrolments, places: [], log: [], jobs: [], drift: [] };
  }

  async call(call: Call): Promise<Reply> {
    try {
      return { value: this.#run(call) };
    } catch (error) {
      if (error instanceof ModelError) return { code: error.code, ...error.told };
      throw error;
    }
  }

  async transaction(calls: readonly Call[], end: 'commit' | 'rollback'): Promise<readonly Reply[]> {
    const before = structuredClone(this.#state);
    const replies: Reply[] = [];
    for (const call of calls) replies.push(await this.call(call));
    if (end === 'rollback') this.#state = before;
    return replies;
  }

  async happen(happening: Happening): Promise<void> {
    if (happening.kind === 'count drifts') this.#state.drift.push({ ...happening.count, by: happening.by });
    else Object.assign(this.#state, applyToRoster(this.#state, happening));
  }

  async tables(): Promise<Tables> {
    const { places, log, jobs } = this.#state;
    const counts = countsOf(this.#state);
    return structuredClone({ records: places.map(recordOf), revisions: log.map(revisionOf), counts, jobs });
  }

  #run(call: Call): unknown {
    const now = { now: this.#clock.now().getTime(), ...this.#limits };
    switch (call.method) {
      case 'markAttendance':
        return mark(this.#state, call.input, now);
      case 'markBulkAttendance':
        return bulk(this.#state, call.input, now);
      case 'clearAttendance':
        return clear(this.#state, call.input, now);
      case 'getRegister':
        return register(this.#state, canonical(call.input), now.now);
      case 'getDailySummary':
        return summary(this.#state, canonical(call.input), now.now);
      case 'getHistory':
        return history(this.#state, canonical(call.input));
      case 'reconcileDailyCounts':
        return reconcile(this.#state, canonical(call.input));
      case 'eraseChild':
        return erase(this.#state, canonical(call.input));
      default:
        return call satisfies never;
    }
  }
}

/** Ids as they are kept. */
function canonical<Input extends { readonly schoolId?: string; readonly childId?: string }>(input: Input): Input {
  const ids: Record<string, string> = {};
  if (input.schoolId !== undefined) ids['schoolId'] = input.schoolId.toLowerCase();
  if (input.childId !== undefined) ids['childId'] = input.childId.toLowerCase();
  return { ...input, ...ids };
}
