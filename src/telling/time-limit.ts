/**
 * Runs a task of the host's, which may hang and take no notice of its signal: after `limitMs`, or once `stop` is
 * aborted, it is waited for no longer. Leaves no timer behind.
 * @returns What the task made. Rejects with what it rejected with, with the signal's reason, or a `TimeoutError`.
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
