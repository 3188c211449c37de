import { AttendanceError } from '../domain/errors.js';
import { parseCallOptions } from '../input/call-options.js';
import type { CallOptions } from '../ports/call-options.js';
import type { CommandMeter } from '../readings/command-meter.js';
import type { UseCaseContext } from '../use-cases/context.js';

/** What a method does with input that nobody has looked at yet. */
type UseCase<Result> = (context: UseCaseContext, input: unknown, options: CallOptions) => Promise<Result>;

/** Lets callers call use cases, until it is closed; measures each call. */
export class Calls {
  readonly #context: UseCaseContext;
  readonly #meter: CommandMeter;
  readonly #drained = Promise.withResolvers<void>();
  /** Calls under way that closing waits for. */
  #awaited = 0;
  #isClosed = false;

  constructor(context: UseCaseContext, meter: CommandMeter) {
    this.#context = context;
    this.#meter = meter;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * A method for callers.
   * @param isAwaited  Whether closing waits for it. Not in a host's transaction: that may wait for what the host does after
   *                   closing, and publishes nothing.
   */
  open<Result>(useCase: UseCase<Result>, isAwaited = false) {
    return async (input: unknown, callOptions?: unknown): Promise<Result> => {
      const startedAt = this.#meter.begin();
      let isCounted = false;
      try {
        if (this.#isClosed) throw new AttendanceError('closed', 'attendance is closed', {});
        const options = parseCallOptions(callOptions);
        isCounted = isAwaited && options.transaction === undefined;
        if (isCounted) this.#awaited += 1;
        const result = await useCase(this.#context, input, options);
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
