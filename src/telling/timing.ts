/** Waits so many milliseconds, or until the signal is aborted. Leaves no timer behind. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

/**
 * Runs a task of the host's, which may hang and ignore its signal. Stops waiting for the task after `limitMs`, or once
 * `stop` is aborted. Leaves no timer behind.
 * @returns The task's result. Rejects as the task does, with the signal's reason, or with a `TimeoutError`.
 */
export async function withinTime<Result>(
  limitMs: number,
  stop: AbortSignal,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  stop.throwIfAborted();
  const controller = new AbortController();
  const over = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    controller.abort(reason);
    over.reject(reason);
  };
  const onStop = () => end(stop.reason);
  stop.addEventListener('abort', onStop);
  const timer = setTimeout(() => end(new DOMException('ran out of time', 'TimeoutError')), limitMs);
  try {
    return await Promise.race([over.promise, task(controller.signal)]);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', onStop);
  }
}

/** Lets callers wait until a condition holds. */
export class Watch {
  #changed = Promise.withResolvers<void>();

  /** Call it whenever the subject of a condition has changed. */
  notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await this.#changed.promise;
  }
}
