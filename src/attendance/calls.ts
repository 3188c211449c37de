import { parseCallOptions } from '../input/call-options.js';
import { closed } from '../input/refusals.js';
import type { CallOptions } from '../ports/call-options.js';
import type { CommandMeter } from '../readings/command-meter.js';

/** A use case, which takes the input as the caller gave it. */
export type UseCase<Parts, Result> = (parts: Parts, input: unknown, options: CallOptions) => Promise<Result>;

/** Lets callers call use cases, until it is closed; measures each call. */
export class Calls {
  readonly #meter: CommandMeter;
  readonly #drained = Promise.withResolvers<void>();
  /** Calls under way that closing waits for. */
  #awaited = 0;
  #isClosed = false;

  constructor(meter: CommandMeter) {
    this.#meter = meter;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Makes a method for callers of a use case.
   * @param about.isAwaited  Makes closing wait for the calls. Calls in a host's transaction are never waited for: they
   *                         may wait for what the host does after closing, and publish nothing. Default false.
   */
  open<Parts, Result>(useCase: UseCase<Parts, Result>, parts: Parts, { isAwaited = false } = {}) {
    return async (input: unknown, callOptions?: unknown): Promise<Result> => {
      const startedAt = this.#meter.begin();
      let isCounted = false;
      try {
        if (this.#isClosed) throw closed();
        const options = parseCallOptions(callOptions);
        isCounted = isAwaited && options.transaction === undefined;
        if (isCounted) this.#awaited += 1;
        const result = await useCase(parts, input, options);
        this.#meter.succeed(startedAt);
        return result;
      } catch (error) {
        this.#meter.fail(startedAt, error);
        throw error;
      } finally {
        if (isCounted) this.#end();
      }
    };
  }

  /** Refuses further calls; resolves when those to be awaited have ended. Safe to call twice. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#checkDrained();
    return this.#drained.promise;
  }

  #end(): void {
    this.#awaited -= 1;
    this.#checkDrained();
  }

  #checkDrained(): void {
    if (this.#isClosed && this.#awaited === 0) this.#drained.resolve();
  }
}
