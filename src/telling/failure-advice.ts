import { isAttendanceError } from '../domain/errors.js';

/** What a failure says of the next attempt. */
export interface FailureAdvice {
  readonly isPermanent: boolean;
  /** Not negative; left out where nothing was asked for. */
  readonly retryAfterMs?: number;
}

/**
 * Reads what a notifier rejected with, which may be anything. `permanent: true` and `retryable: false` both say that no
 * further attempt can succeed; of the library's own errors that says nothing about the message.
 */
export function readAdvice(failure: unknown): FailureAdvice {
  if (isAttendanceError(failure)) return { isPermanent: false };
  const retryAfterMs = read(failure, 'retryAfterMs');
  const isPermanent = read(failure, 'permanent') === true || read(failure, 'retryable') === false;
  const isDuration = typeof retryAfterMs === 'number' && retryAfterMs >= 0;
  return { isPermanent, ...(isDuration && { retryAfterMs }) };
}

/** The code of one of the library's errors, for the log; `unknown` for others, whose texts may hold anything. */
export function codeOf(error: unknown): string {
  return isAttendanceError(error) ? error.code : 'unknown';
}

/** Reads a property of what a host gave, which may be anything: a proxy may throw at any question. */
export function read(given: unknown, property: string): unknown {
  try {
    return typeof given === 'object' && given !== null ? Reflect.get(given, property) : undefined;
  } catch {
    return undefined;
  }
}
