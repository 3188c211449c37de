import type { Patience } from './statement-runner.js';

/** Waits for `promise`, but no longer than its caller and the time limit allow. */
export function whilePatient<Result>(promise: Promise<Result>, { signal, deadline }: Patience): Promise<Result> {
  return untilAborted(deadline ? deadline.until(promise) : promise, signal);
}

/** Waits for `promise`, but no longer than until the signal is aborted; then rejects with the signal's reason. */
export function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  return signal ? race(promise, signal) : promise;
}

async function race<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
